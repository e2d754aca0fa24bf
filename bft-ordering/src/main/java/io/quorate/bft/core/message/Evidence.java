package io.quorate.bft.core.message;

import io.quorate.bft.ReplicaId;

/**
 * Two signed items of {@code accused} that no correct replica can have signed both. Proves itself: whoever gets it
 * checks signatures and contradiction, and needs no trust in who sends it.
 */
public record Evidence(ReplicaId accused, Kind kind, Message first,
        Message second) implements Message {
    /** What contradicts what. New kinds go to the end: the ordinal is the wire form. */
    public enum Kind {
        /** Two first votes, or proposals, for one slot in one view. */
        TWO_FIRST_VOTES(Vote1.class, Vote1.class),
        /** Two second votes for one slot in one view. */
        TWO_SECOND_VOTES(Vote2.class, Vote2.class),
        /** Two view changes for one view. */
        TWO_VIEW_CHANGES(ViewChange.class, ViewChange.class),
        /** One view started in two ways. */
        TWO_NEW_VIEWS(NewView.class, NewView.class),
        /** A first vote that a later view change does not tell of. */
        HIDDEN_FIRST_VOTE(Vote1.class, ViewChange.class),
        /** A second vote that a later view change does not tell of. */
        HIDDEN_SECOND_VOTE(Vote2.class, ViewChange.class),
        /** Two batches at one place of its lane. */
        TWO_BATCHES(BatchClaim.class, BatchClaim.class);

        private final Class<? extends Message> first;
        private final Class<? extends Message> second;

        Kind(Class<? extends Message> first, Class<? extends Message> second) {
            this.first = first;
            this.second = second;
        }
    }

    public Evidence {
        if (!kind.first.isInstance(first) || !kind.second.isInstance(second)) {
            throw new IllegalArgumentException(
                    kind + " is not made of " + first + " and " + second);
        }
    }
}
