package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;

/** Asks one peer for something that a hash or a certificate identifies. */
public record Fetch(Wanted wanted) implements Message {
    /** What is wanted. */
    public sealed interface Wanted {
        /** Answered by {@link FetchedValue}. */
        record ValueOf(SeqNum seq, Digest digest) implements Wanted {}

        /** Answered by that {@link ViewChange}. */
        record ViewChangeOf(View newView, ReplicaId sender, Digest hash) implements Wanted {}

        /** Decided slots from {@code first}, as many as fit; answered by {@link FetchedSlots}. */
        record SlotsFrom(SeqNum first, int count) implements Wanted {}

        /** A batch and those before it in its lane, above {@code floor}; answered by a {@link Batch} each. */
        record BatchesTo(Digest digest, long floor) implements Wanted {}

        /** The newest snapshot above {@code seq}; answered by {@link SnapshotOffer}. */
        record SnapshotAbove(SeqNum seq) implements Wanted {}

        /** All of an offered snapshot but its chunks; answered by {@link SnapshotDescription}. */
        record DescriptionOf(SeqNum seq) implements Wanted {}

        /** How the epoch of this frame ended; answered by {@link HandOverProof} where it did. */
        record HandOver() implements Wanted {}

        /** One chunk of an offered snapshot; answered by {@link SnapshotChunk}. */
        record ChunkOf(SeqNum seq, int index) implements Wanted {}
    }
}
