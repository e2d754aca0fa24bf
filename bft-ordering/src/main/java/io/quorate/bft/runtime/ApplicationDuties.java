package io.quorate.bft.runtime;

import io.quorate.bft.Application;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.ExecutionResult;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.SnapshotSource;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.epoch.EpochInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Runs what takes time: execution in slot order on one worker; slots for peers, and gossip, on
 * another; the log's syncs on a third. Gossip that waits is bounded in bytes for each peer.
 */
final class ApplicationDuties implements ReplicaDriver.Duties {
    private static final int FRAME_OVERHEAD_BYTES = 64;

    private final Application application;
    private final OrderingEvents events;
    private final Inbox inbox;
    private final Tally tally;
    private final Worker executing;
    private final Worker serving;
    private final Worker syncing;
    private final Worker reading;
    private final GossipBudget budget;
    private final MemberReach reach;

    ApplicationDuties(Application application, OrderingEvents events, Inbox inbox, Tally tally,
            Worker executing,
            Worker serving, Worker syncing, Worker reading, GossipBudget budget,
            MemberReach reach) {
        this.application = application;
        this.events = events;
        this.inbox = inbox;
        this.tally = tally;
        this.executing = executing;
        this.serving = serving;
        this.syncing = syncing;
        this.reading = reading;
        this.budget = budget;
        this.reach = reach;
    }

    @Override
    public Optional<Bytes> buildPayload(Effect.BuildPayload build) {
        return application.buildPayload(build.seq().number(), build.maxBytes());
    }

    @Override
    public void proposalAbandoned(Effect.ProposalAbandoned abandoned) {
        application.proposalAbandoned(abandoned.seq().number(), abandoned.payload());
    }

    @Override
    public Optional<Bytes> buildBatch(Effect.BuildBatch build) {
        return application.buildBatch(build.laneSeq(), build.maxBytes());
    }

    @Override
    public void execute(Effect.Execute execute) {
        application.queued(execute.decided());
        executing.submit(() -> {
            long start = System.nanoTime();
            ExecutionResult result = application.execute(execute.decided());
            tally.executeNanos.add(System.nanoTime() - start);
            inbox.offer(new EpochInput.Executed(new SeqNum(result.seq()), result.resultDigest(),
                    result.change(), result.frozen().stream().map(ReplicaId::new).toList()));
        });
    }

    @Override
    public void storeBlockCert(Effect.StoreBlockCert store) {
        executing.submit(() -> application.certified(store.seq().number(), store.blockCert()));
    }

    @Override
    public void readSlots(EpochEffect.ReadSlots read) {
        serving.submit(() -> {
            List<DecidedSlot> slots = new ArrayList<>();
            long bytes = 0;
            for (long seq = read.first().number(); seq <= read.last().number()
                    && bytes <= read.maxBytes(); seq++) {
                Optional<DecidedSlot> slot = application.slot(seq);
                if (slot.isEmpty()) {
                    break;
                }
                slots.add(slot.get());
                bytes += slot.get().contentBytes();
            }
            inbox.offer(new EpochInput.SlotsRead(read.requester(), read.epoch().number(), slots));
        });
    }

    @Override
    public void convicted(Misconduct misconduct) {
        tally.misconduct.add(misconduct);
        serving.submit(() -> events.misconduct(misconduct));
    }

    @Override
    public void stage(SlotStage stage, long seq) {
        events.stage(stage, seq);
    }

    @Override
    public void ofSnapshot(long epoch, Effect.OfSnapshot effect) {
        SnapshotSource source = application.snapshots();
        switch (effect) {
            case Effect.ReadOffer(var requester, var above) -> reading.submit(
                    () -> answer(epoch, new Input.OfferRead(requester,
                            source.offers(above.number()))));
            case Effect.ReadChunk(var requester, var seq, int index) -> reading.submit(
                    () -> answer(epoch, new Input.ChunkRead(requester, seq, index,
                            source.chunk(seq.number(), index))));
            case Effect.BeginRestore(var snapshot) -> executing.submit(
                    () -> answer(epoch, new Input.RestoreBegun(new SeqNum(snapshot.seq()),
                            source.begin(snapshot))));
            case Effect.StoreChunk(var snapshot, int index, var chunk) -> executing.submit(() -> {
                source.store(snapshot, index, chunk);
                answer(epoch, new Input.ChunkStored(new SeqNum(snapshot.seq()), index));
            });
            case Effect.FinishRestore(var snapshot) -> executing.submit(() -> {
                source.finish(snapshot);
                inbox.offer(new EpochInput.Restored(epoch, snapshot,
                        application.epochChange(epoch), application.frozenLanes(epoch)));
            });
        }
    }

    @Override
    public void forGuest(EpochEffect.ForGuest read) {
        long epoch = read.epoch().number();
        SnapshotSource source = application.snapshots();
        reading.submit(() -> inbox.offer(switch (read) {
            case EpochEffect.ReadHandOver(var _, var requester) -> new EpochInput.HandOverRead(
                    requester, epoch, application.handOvers().find(epoch));
            case EpochEffect.ReadOffer(var _, var requester, var above) ->
                    new EpochInput.GuestOfferRead(requester, epoch,
                            source.offers(above.number()));
            case EpochEffect.ReadChunk(var _, var requester, var seq, int index) ->
                    new EpochInput.GuestChunkRead(requester, epoch, seq, index,
                            source.chunk(seq.number(), index));
        }));
    }

    @Override
    public void ofHandOver(EpochEffect.OfHandOver keep) {
        executing.submit(() -> {
            switch (keep) {
                case EpochEffect.KeepEnd(long epoch, var cert, var next) ->
                        application.handOvers().ended(epoch, cert, next);
                case EpochEffect.KeepProof(long epoch, var handOver) ->
                        application.handOvers().proved(epoch, handOver);
            }
        });
    }

    private void answer(long epoch, Input.OfSnapshot input) {
        inbox.offer(new EpochInput.OfSnapshot(epoch, input));
    }

    @Override
    public void sync(ReplicaLog.Sync sync) {
        syncing.submit(() -> {
            sync.force();
            inbox.offer(new EpochInput.Local(new Input.Persisted(sync.lsn())));
        });
    }

    @Override
    public void reach(EpochEffect.Reach members) {
        reach.members(members);
    }

    /** From any thread; gossip beyond the bound is dropped and counted. */
    void gossip(int from, Bytes bytes) {
        int cost = bytes.size() + FRAME_OVERHEAD_BYTES;
        if (!budget.take(from, cost)) {
            tally.droppedGossip.increment();
            return;
        }
        serving.submit(() -> {
            budget.giveBack(from, cost);
            events.gossip(from, bytes);
        });
    }
}
