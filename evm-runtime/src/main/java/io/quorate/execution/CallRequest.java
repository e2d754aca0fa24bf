package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.Authorization;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A call that is not a transaction (eth_call, eth_estimateGas): nobody signed it and nobody pays for it.
 *
 * @param to absent to try a creation
 * @param gasPrice what GASPRICE yields, in wei; nothing is charged
 */
public record CallRequest(Address from, Optional<Address> to, long gasLimit, UInt256 gasPrice,
        UInt256 value, Bytes data, List<AccessListEntry> accessList, List<Hash> blobVersionedHashes,
        List<Authorization> authorizationList) {
    public CallRequest {
        accessList = List.copyOf(accessList);
        blobVersionedHashes = List.copyOf(blobVersionedHashes);
        authorizationList = List.copyOf(authorizationList);
    }

    /** A plain call at gas price zero. */
    public static CallRequest of(Address from, Address to, UInt256 value, Bytes data,
            long gasLimit) {
        return new CallRequest(from, Optional.of(to), gasLimit, UInt256.ZERO, value, data,
                List.of(),
                List.of(), List.of());
    }
}
