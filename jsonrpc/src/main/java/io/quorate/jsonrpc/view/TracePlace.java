package io.quorate.jsonrpc.view;

import io.quorate.evm.primitives.Hash;
import java.util.Optional;

/**
 * Which transaction a trace is of.
 *
 * @param transactionHash absent for a call that is no transaction, as is the block's
 */
public record TracePlace(Optional<Hash> blockHash, long blockNumber,
        Optional<Hash> transactionHash, int transactionIndex) {}
