package io.quorate.ledger;

import java.util.List;

/**
 * Events that a search found, in block, transaction and log order.
 *
 * @param nextBlock where to go on: the first block that was not searched; past the range where all were
 */
public record LogMatches(List<Match> matches, long nextBlock) {
    public LogMatches {
        matches = List.copyOf(matches);
    }

    /**
     * One event.
     *
     * @param transactionIndex in the block
     * @param logIndex in the block, over all its transactions
     */
    public record Match(long blockNumber, int transactionIndex, int logIndex, Log log) {}
}
