package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.Authorization;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * The transaction object of {@code eth_call} and its kin. Without {@code to} it creates a contract; prices
 * are in wei; an absent price is 0 and waives the base fee.
 */
public record CallRequest(Optional<Address> from, Optional<Address> to, Optional<Long> nonce,
        Optional<Long> gas, Optional<Prices> prices, UInt256 value, Bytes data,
        List<AccessListEntry> accessList, List<Authorization> authorizationList,
        Optional<UInt256> maxFeePerBlobGas, List<Hash> blobVersionedHashes) {
    public CallRequest {
        accessList = List.copyOf(accessList);
        authorizationList = List.copyOf(authorizationList);
        blobVersionedHashes = List.copyOf(blobVersionedHashes);
    }

    /** What the sender offers: equal for a legacy {@code gasPrice}. */
    public record Prices(UInt256 maxFeePerGas, UInt256 maxPriorityFeePerGas) {}

    /** The zero address where none was named. */
    public Address sender() {
        return from.orElse(Address.ZERO);
    }

    public CallRequest withGas(long gasLimit) {
        return new CallRequest(from, to, nonce, Optional.of(gasLimit), prices, value, data,
                accessList,
                authorizationList, maxFeePerBlobGas, blobVersionedHashes);
    }

    /** The same without prices and blob price, so that the sender needs funds for the value alone. */
    public CallRequest withoutPrices() {
        return new CallRequest(from, to, nonce, gas, Optional.empty(), value, data, accessList,
                authorizationList, Optional.empty(), blobVersionedHashes);
    }
}
