package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A block header, up to the 21 fields of Osaka in the order of their RLP. The optional ones came with
 * London, Shanghai, Cancun (three) and Prague; each is present from its fork on.
 *
 * @param logsBloom 256 bytes
 * @param timestamp in seconds
 * @param extraData at most 32 bytes
 * @param mixHash PREVRANDAO since Paris
 * @param nonce 8 bytes, zero since Paris
 * @param baseFeePerGas in wei
 */
public record BlockHeader(Hash parentHash, Hash ommersHash, Address beneficiary, Hash stateRoot,
        Hash transactionsRoot, Hash receiptsRoot, Bytes logsBloom, UInt256 difficulty, long number,
        long gasLimit, long gasUsed, long timestamp, Bytes extraData, Hash mixHash, Bytes nonce,
        Optional<UInt256> baseFeePerGas, Optional<Hash> withdrawalsRoot, Optional<Long> blobGasUsed,
        Optional<Long> excessBlobGas, Optional<Hash> parentBeaconBlockRoot,
        Optional<Hash> requestsHash) {}
