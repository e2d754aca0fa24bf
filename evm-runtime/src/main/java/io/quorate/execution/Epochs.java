package io.quorate.execution;

import io.quorate.ledger.FixedEpoch;
import java.util.Optional;

/**
 * What execution asks about the epochs of the order, of which it knows no more than what the members' contracts record.
 * The answers are a function of the chain up to the block and of the records by which operators ended epochs: every replica
 * gives the same.
 */
public interface Epochs {
    /** No epoch ever ends: of chains that nobody orders, or without contracts of the members. */
    Epochs NONE = new Epochs() {
        @Override
        public Optional<FixedEpoch> next(MemberRegistry registry, long epoch, long seqNum) {
            return Optional.empty();
        }

        @Override
        public Optional<FixedEpoch> inForce(long epoch) {
            return Optional.empty();
        }
    };

    /**
     * What follows {@code epoch} by what slot {@code seqNum} of it leaves in the records, which ask for another epoch. Empty
     * where no committee can be made of them, and where the end of {@code epoch} is fixed already.
     */
    Optional<FixedEpoch> next(MemberRegistry registry, long epoch, long seqNum);

    /** That epoch, which a block is of, or which came before one that a block is of; empty where it is not known here. */
    Optional<FixedEpoch> inForce(long epoch);
}
