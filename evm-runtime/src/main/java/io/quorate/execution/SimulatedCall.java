package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.Authorization;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A call of a simulated block (execution-apis, eth_simulateV1): a transaction that nobody signed. What is absent gets a
 * default from the block it runs in.
 *
 * @param nonce unsigned
 * @param gas unsigned
 * @param gasPrice in wei, as the other prices; makes it a legacy transaction
 * @param authorizationList where present, makes it a set-code transaction
 * @param blobVersionedHashes where present, makes it a blob transaction
 */
public record SimulatedCall(Address from, Optional<Address> to, Optional<Long> nonce,
        Optional<Long> gas, Optional<UInt256> gasPrice, Optional<UInt256> maxFeePerGas,
        Optional<UInt256> maxPriorityFeePerGas, Optional<UInt256> maxFeePerBlobGas, UInt256 value,
        Bytes data, Optional<List<AccessListEntry>> accessList,
        Optional<List<Authorization>> authorizationList,
        Optional<List<Hash>> blobVersionedHashes) {
    private static final Signature NONE = new Signature(UInt256.ZERO, UInt256.ZERO, 0);

    public SimulatedCall {
        accessList = accessList.map(List::copyOf);
        authorizationList = authorizationList.map(List::copyOf);
        blobVersionedHashes = blobVersionedHashes.map(List::copyOf);
    }

    /** The transaction that it stands for; {@code hasBaseFee} tells whether its block has one. */
    Transaction toTransaction(UInt256 chainId, long usedNonce, long usedGas, boolean hasBaseFee) {
        Optional<UInt256> chain = Optional.of(chainId);
        UInt256 tip = maxPriorityFeePerGas.orElse(UInt256.ZERO);
        UInt256 cap = maxFeePerGas.orElse(UInt256.ZERO);
        List<AccessListEntry> accessed = accessList.orElse(List.of());
        if (gasPrice.isPresent() || !hasBaseFee) {
            UInt256 price = gasPrice.orElse(UInt256.ZERO);
            return accessList.isPresent()
                    ? new Transaction.AccessList(chain, usedNonce, price, usedGas, to, value,
                            data, accessed, NONE)
                    : new Transaction.Legacy(Optional.empty(), usedNonce, price, usedGas, to,
                            value, data, NONE);
        }
        if (authorizationList.isPresent()) {
            return new Transaction.SetCode(chain, usedNonce, tip, cap, usedGas, to, value, data,
                    accessed, authorizationList.get(), NONE);
        }
        if (blobVersionedHashes.isPresent()) {
            return new Transaction.Blob(chain, usedNonce, tip, cap, usedGas, to, value, data,
                    accessed, maxFeePerBlobGas.orElse(UInt256.ZERO), blobVersionedHashes.get(),
                    NONE);
        }
        return new Transaction.DynamicFee(chain, usedNonce, tip, cap, usedGas, to, value, data,
                accessed, NONE);
    }
}
