package io.quorate.bft.core;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.Message;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Everything a {@link Replica} can learn. Time is an input too: the driver feeds {@link Ticked} before each batch. */
public sealed interface Input {
    /** A decoded message; {@code from} is the authenticated peer, never self. */
    record Received(ReplicaId from, Message message) implements Input {}

    /** The channel to {@code peer} came up (again): what it may have missed is offered anew. */
    record Connected(ReplicaId peer) implements Input {}

    /** The application got (more) items to order. Must be fed again for items that came after an empty build. */
    record WorkAvailable() implements Input {}

    /** The application has nothing left that is not executed. */
    record WorkGone() implements Input {}

    /**
     * The application holds an item that it pushed to all and would still take, and {@code leader} has left it out for
     * T_censor of slots that had room for it.
     */
    record Censored(ReplicaId leader) implements Input {}

    /** The answer to {@link Effect.BuildPayload}; exactly one for each. */
    record PayloadBuilt(SeqNum seq, Optional<Bytes> payload) implements Input {}

    /** Slot {@code seq} was executed and is durable. In order, one for each {@link Effect.Execute}. */
    record Executed(SeqNum seq, Digest resultDigest) implements Input {}

    /** All log records up to and including {@code lsn} are on disk. */
    record Persisted(long lsn) implements Input {}

    /** The answer to {@link Effect.ReadSlots}: ascending, contiguous, possibly fewer than asked for or none. */
    record SlotsRead(ReplicaId requester, List<DecidedSlot> slots) implements Input {
        public SlotsRead {
            slots = List.copyOf(slots);
        }
    }

    /** The answer to {@link Effect.BuildBatch}; exactly one for each. */
    record BatchBuilt(long laneSeq, Optional<Bytes> body) implements Input {}
    /** Answers to {@link Effect.OfSnapshot}, exactly one for each. */
    sealed interface OfSnapshot extends Input {}

    /** To {@link Effect.ReadOffer}. */
    record OfferRead(ReplicaId requester, List<Snapshot> snapshots) implements OfSnapshot {
        public OfferRead {
            snapshots = List.copyOf(snapshots);
        }
    }

    /** To {@link Effect.ReadChunk}; empty if that snapshot is not kept. */
    record ChunkRead(ReplicaId requester, SeqNum seq, int index,
            Optional<Bytes> chunk) implements OfSnapshot {}

    /** To {@link Effect.BeginRestore}, with the chunks that are here already. */
    record RestoreBegun(SeqNum seq, List<Integer> held) implements OfSnapshot {
        public RestoreBegun {
            held = List.copyOf(held);
        }
    }

    /** To {@link Effect.StoreChunk}. */
    record ChunkStored(SeqNum seq, int index) implements OfSnapshot {}

    /** To {@link Effect.FinishRestore}: the application stands at the snapshot's slot. */
    record Restored(Snapshot snapshot) implements OfSnapshot {}

    /**
     * Time passed. The first input a replica gets.
     *
     * @param nowMillis monotonic, any origin: timers
     * @param wallMillis Unix time: proposals' timestamps only
     */
    record Ticked(long nowMillis, long wallMillis) implements Input {}
}
