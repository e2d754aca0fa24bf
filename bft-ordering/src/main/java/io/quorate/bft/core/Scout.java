package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import io.quorate.bft.core.transfer.Transfer;
import io.quorate.bft.core.transfer.TransferPort;
import io.quorate.bft.core.transfer.TransferRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Fetches a snapshot of an epoch in which this process has no seat that could: it knows the epoch's members, asks them,
 * and believes what {@link Transfer} believes. It signs nothing and writes no log. Mutable, one thread.
 */
public final class Scout implements TransferPort {
    private final MessageCodec codec;
    private final long epoch;
    private final Signatures signatures;
    private final SlotRecords records;
    private final Ground ground;
    private final Transfer transfer;
    private List<Effect> effects = new ArrayList<>();

    /** The seat that executes slots until the application has changed over. */
    public interface Ground {
        /** From now on it hands no slot to the application; true once the application has none that is not executed. */
        boolean pause();

        /** Undoes {@link #pause}. */
        void resume();
    }

    /** {@code self} is asked nothing, where it is a member; {@code verifying} is asked to verify only. */
    public Scout(ReplicaConfig config, QuorumScheme verifying, SlotRecords records,
            Optional<ReplicaId> self, TransferRules rules, Ground ground) {
        int n = config.quorums().n();
        this.codec = config.codec();
        this.epoch = config.epoch();
        this.signatures = new Signatures(config, verifying);
        this.records = records;
        this.ground = ground;
        this.transfer = new Transfer(self.orElse(new ReplicaId(n)), n, config.quorums().weak(),
                rules, this);
    }

    /** It is known which snapshot is to be fetched, if one of its sources proves it. */
    public boolean hasChosen() {
        return transfer.hasChosen();
    }

    /** A snapshot was chosen. */
    public boolean isFetching() {
        return transfer.isFetching();
    }

    /** The application is at work on it, and must be let come to its end. */
    public boolean awaitsApplication() {
        return transfer.awaitsApplication();
    }

    /** The application changes over to this snapshot. */
    public boolean isTakingOver(Snapshot snapshot) {
        return transfer.isTakingOver(snapshot);
    }

    public long deadlineMillis(long nowMillis) {
        return transfer.deadlineMillis(nowMillis);
    }

    public List<Effect> tick(long nowMillis, SeqNum executed, boolean needed) {
        transfer.tick(nowMillis, executed.number(), needed);
        return drain();
    }

    /** Anything but what a snapshot consists of is none of its business. */
    public List<Effect> onMessage(ReplicaId from, Message message, SeqNum executed,
            long nowMillis) {
        switch (message) {
            case SnapshotOffer offer -> transfer.onOffer(from, offer, executed.number(), nowMillis);
            case SnapshotDescription(Snapshot snapshot) -> transfer.onDescription(from, snapshot,
                    nowMillis);
            case SnapshotChunk chunk -> transfer.onChunk(from, chunk, nowMillis);
            default -> {
                // for those who have a seat
            }
        }
        return drain();
    }

    public List<Effect> onInput(Input.OfSnapshot input, long nowMillis) {
        switch (input) {
            case Input.RestoreBegun(SeqNum _, List<Integer> held) ->
                    transfer.begun(nowMillis, held);
            case Input.ChunkStored(SeqNum seq, int index) -> transfer.stored(seq.number(), index,
                    nowMillis);
            case Input.OfferRead _,Input.ChunkRead _,Input.Restored _ ->
                    throw new IllegalArgumentException("a scout did not ask for " + input);
        }
        return drain();
    }

    private List<Effect> drain() {
        List<Effect> drained = effects;
        effects = new ArrayList<>();
        return drained;
    }

    @Override
    public void send(ReplicaId to, Message message) {
        effects.add(new Effect.Send(to, message, 0));
    }

    @Override
    public boolean isCertified(Snapshot snapshot) {
        return SnapshotProof.verifies(snapshot, epoch, codec, signatures, records);
    }

    @Override
    public void begin(Snapshot snapshot) {
        effects.add(new Effect.BeginRestore(snapshot));
    }

    @Override
    public void store(Snapshot snapshot, int index, Bytes chunk) {
        effects.add(new Effect.StoreChunk(snapshot, index, chunk));
    }

    @Override
    public boolean finish(Snapshot snapshot) {
        if (!ground.pause()) {
            return false;
        }
        effects.add(new Effect.FinishRestore(snapshot));
        return true;
    }

    @Override
    public void resume() {
        ground.resume();
    }

    @Override
    public void readOffer(ReplicaId requester, long above) {
        throw new IllegalStateException("a scout serves nobody");
    }

    @Override
    public void readChunk(ReplicaId requester, long seq, int index) {
        throw new IllegalStateException("a scout serves nobody");
    }

    @Override
    public void trace(long seq, String detail) {
        effects.add(new Effect.Trace(Effect.Trace.Kind.TRANSFER, View.ZERO, new SeqNum(seq),
                detail));
    }
}
