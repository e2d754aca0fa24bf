package io.quorate.execution;

import io.quorate.ledger.FixedEpoch;
import java.util.Optional;

/**
 * What execution asks about the epochs of the order, of which it knows no more than what the members' contracts record.
 * The answer is a function of the chain up to the block: every replica gives the same.
 */
@FunctionalInterface
public interface Epochs {
    /** No epoch ever ends: of chains that nobody orders, or without contracts of the members. */
    Epochs NONE = (_, _, _) -> Optional.empty();

    /**
     * What follows {@code epoch} by what slot {@code seqNum} of it leaves in the records, which ask for another epoch. Empty
     * where no committee can be made of them, and where the end of {@code epoch} is fixed already.
     */
    Optional<FixedEpoch> next(MemberRegistry registry, long epoch, long seqNum);
}
