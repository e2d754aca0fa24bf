package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.List;

/** What instructions can read of the block and transaction that the message belongs to. */
public record Environment(BlockEnvironment block, Address origin, UInt256 gasPrice,
        List<Hash> blobVersionedHashes) {
    public Environment {
        blobVersionedHashes = List.copyOf(blobVersionedHashes);
    }
}
