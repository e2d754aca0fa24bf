package io.quorate.genesis;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * The fields of block 0 that a genesis file chooses; the rest follows from the state and the forks.
 *
 * @param nonce 8 bytes
 * @param timestamp in seconds
 * @param extraData at most 32 bytes in a chain of ours; other clients' chains may carry more
 * @param baseFeePerGas in wei; empty where the file is silent, then London's 10^9 holds
 */
public record GenesisHeader(Bytes nonce, long timestamp, Bytes extraData, long gasLimit,
        UInt256 difficulty, Hash mixHash, Address coinbase, Optional<UInt256> baseFeePerGas,
        long excessBlobGas, long blobGasUsed) {}
