package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;

/**
 * What a transaction may know of its block. Fields that the fork does not have are zero.
 *
 * @param timestamp in seconds
 * @param difficulty what DIFFICULTY yields before Paris
 * @param prevRandao what it yields from Paris on
 * @param baseFeePerGas in wei
 * @param blobBaseFee in wei for a unit of blob gas
 */
public record BlockContext(long number, long timestamp, Address beneficiary, UInt256 difficulty,
        Hash prevRandao, long gasLimit, UInt256 baseFeePerGas, UInt256 blobBaseFee,
        BlockHashLookup blockHashes) {}
