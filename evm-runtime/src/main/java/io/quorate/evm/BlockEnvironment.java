package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;

/**
 * What instructions can read of the block and chain.
 *
 * @param timestamp in seconds
 * @param randomness what 0x44 yields: DIFFICULTY before Paris, PREVRANDAO (EIP-4399) from then on
 */
public record BlockEnvironment(long number, long timestamp, Address beneficiary, UInt256 randomness,
        long gasLimit, UInt256 baseFeePerGas, UInt256 blobBaseFee, UInt256 chainId,
        BlockHashLookup blockHashes) {}
