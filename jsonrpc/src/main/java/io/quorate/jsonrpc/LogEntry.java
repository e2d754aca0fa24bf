package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.Log;
import java.util.List;

/**
 * An event and where it is; both indices count from 0, the log's within the whole block.
 *
 * @param blockTimestamp in seconds
 */
public record LogEntry(Log log, Hash blockHash, long blockNumber, long blockTimestamp,
        Hash transactionHash, int transactionIndex, int logIndex) {

    /** The events of a block that a filter matches. */
    public static List<LogEntry> of(CommittedBlock committed, LogQuery.Filter filter) {
        return LogScan.entries(committed.block(), committed.receipts(), filter);
    }
}
