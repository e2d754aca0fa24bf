package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.Log;

/**
 * An event and where it is; both indices count from 0, the log's within the whole block.
 *
 * @param blockTimestamp in seconds
 */
public record LogEntry(Log log, Hash blockHash, long blockNumber, long blockTimestamp,
        Hash transactionHash, int transactionIndex, int logIndex) {}
