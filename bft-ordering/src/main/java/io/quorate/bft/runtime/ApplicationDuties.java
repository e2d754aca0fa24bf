package io.quorate.bft.runtime;

import io.quorate.bft.Application;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.ExecutionResult;
import io.quorate.bft.SeqNum;
import io.quorate.bft.SnapshotSource;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.core.message.MessageCodec;
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
    private final MessageCodec codec;

    ApplicationDuties(Application application, OrderingEvents events, Inbox inbox, Tally tally,
            Worker executing,
            Worker serving, Worker syncing, Worker reading, GossipBudget budget,
            MessageCodec codec) {
        this.application = application;
        this.events = events;
        this.inbox = inbox;
        this.tally = tally;
        this.executing = executing;
        this.serving = serving;
        this.syncing = syncing;
        this.reading = reading;
        this.budget = budget;
        this.codec = codec;
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
        executing.submit(() -> {
            long start = System.nanoTime();
            ExecutionResult result = application.execute(execute.decided());
            tally.executeNanos.add(System.nanoTime() - start);
            inbox.offer(new Input.Executed(new SeqNum(result.seq()), result.resultDigest()));
        });
    }

    @Override
    public void storeBlockCert(Effect.StoreBlockCert store) {
        executing.submit(() -> application.certified(store.seq().number(), store.blockCert()));
    }

    @Override
    public void readSlots(Effect.ReadSlots read) {
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
            inbox.offer(new Input.SlotsRead(read.requester(), slots));
        });
    }

    @Override
    public void convicted(Evidence evidence) {
        Misconduct misconduct = new Misconduct(evidence.accused().index(), evidence.kind(),
                codec.encode(evidence));
        tally.misconduct.add(misconduct);
        serving.submit(() -> events.misconduct(misconduct));
    }

    @Override
    public void ofSnapshot(Effect.OfSnapshot effect) {
        SnapshotSource source = application.snapshots();
        switch (effect) {
            case Effect.ReadOffer(var requester, var above) -> reading.submit(
                    () -> inbox.offer(new Input.OfferRead(requester,
                            source.offer(above.number()))));
            case Effect.ReadChunk(var requester, var seq, int index) -> reading.submit(
                    () -> inbox.offer(new Input.ChunkRead(requester, seq, index,
                            source.chunk(seq.number(), index))));
            case Effect.BeginRestore(var snapshot) -> executing.submit(
                    () -> inbox.offer(new Input.RestoreBegun(new SeqNum(snapshot.seq()),
                            source.begin(snapshot))));
            case Effect.StoreChunk(var snapshot, int index, var chunk) -> executing.submit(() -> {
                source.store(snapshot, index, chunk);
                inbox.offer(new Input.ChunkStored(new SeqNum(snapshot.seq()), index));
            });
            case Effect.FinishRestore(var snapshot) -> executing.submit(() -> {
                source.finish(snapshot);
                inbox.offer(new Input.Restored(snapshot));
            });
        }
    }

    @Override
    public void sync(ReplicaLog.Sync sync) {
        syncing.submit(() -> {
            sync.force();
            inbox.offer(new Input.Persisted(sync.lsn()));
        });
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
