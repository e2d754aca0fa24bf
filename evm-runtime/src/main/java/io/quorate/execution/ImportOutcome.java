package io.quorate.execution;

import io.quorate.ledger.BlockCommit;

/** What became of a block that somebody else made. */
public sealed interface ImportOutcome {
    /** It follows the head by all rules; nothing is stored yet. */
    record Valid(BlockCommit commit) implements ImportOutcome {}

    /** It does not; {@code reason} says in one sentence what is wrong with which field. */
    record Invalid(String reason) implements ImportOutcome {}
}
