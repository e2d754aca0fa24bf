package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** What a simulation pretends: accounts and block fields that differ from the chain's. */
public record Overrides(Map<Address, OfAccount> accounts, OfBlock block) {
    public static final Overrides NONE = new Overrides(Map.of(), OfBlock.NONE);

    public Overrides {
        accounts = Map.copyOf(accounts);
    }

    /**
     * @param storage where present, all slots not named are zero
     * @param storageDiff the named slots alone differ
     * @param movePrecompileTo the precompile of this address answers at that one instead
     */
    public record OfAccount(Optional<Long> nonce, Optional<UInt256> balance, Optional<Bytes> code,
            Optional<Map<UInt256, UInt256>> storage, Map<UInt256, UInt256> storageDiff,
            Optional<Address> movePrecompileTo) {
        public OfAccount {
            storage = storage.map(Map::copyOf);
            storageDiff = Map.copyOf(storageDiff);
        }
    }

    /** The time is in seconds. */
    public record OfBlock(Optional<Long> number, Optional<Long> time, Optional<Long> gasLimit,
            Optional<Address> feeRecipient, Optional<Hash> prevRandao,
            Optional<UInt256> baseFeePerGas, Optional<UInt256> blobBaseFee) {
        public static final OfBlock NONE = new OfBlock(Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());

        public OfBlock withTime(long seconds) {
            return new OfBlock(number, Optional.of(seconds), gasLimit, feeRecipient, prevRandao,
                    baseFeePerGas, blobBaseFee);
        }

        public OfBlock withNumber(long value) {
            return new OfBlock(Optional.of(value), time, gasLimit, feeRecipient, prevRandao,
                    baseFeePerGas, blobBaseFee);
        }
    }
}
