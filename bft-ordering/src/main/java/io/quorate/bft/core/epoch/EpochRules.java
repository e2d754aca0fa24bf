package io.quorate.bft.core.epoch;

import io.quorate.bft.SeqNum;
import io.quorate.bft.core.transfer.TransferRules;
import java.util.Optional;

/**
 * What binds a process to an epoch. Open to subclasses only so that tests can show that the simulator catches any wrong
 * rule; the product has one.
 */
public class EpochRules {
    public static final EpochRules PRODUCT = new EpochRules();

    /** Only from the log that the epoch names: any other may have forgotten votes that are still on their way. */
    protected boolean mayVote(Member self, Identity identity) {
        return self.incarnation().equals(identity.incarnation());
    }

    /** Why a process must not vote in an epoch that its operators ended, or promised to. */
    protected Optional<String> bound(Optional<String> byCeremonies) {
        return byCeremonies;
    }

    /** The last slot voted for in an epoch that ends at {@code last}. */
    protected SeqNum lastVoted(SeqNum last) {
        return last;
    }

    /** How the epoch ends by what a state that was taken over says: the slot that decided it is not executed here. */
    protected Optional<EpochChange> told(Optional<EpochChange> restored) {
        return restored;
    }

    /** What proves how an epoch ended that others left. */
    protected HandOverRules handOvers() {
        return HandOverRules.PRODUCT;
    }

    /** What is believed of snapshots of an epoch that this process has no seat in. */
    protected TransferRules transfers() {
        return TransferRules.PRODUCT;
    }

    /** Whether a message of epoch {@code sent} counts in {@code current}. */
    protected boolean counts(long sent, long current) {
        return sent == current;
    }
}
