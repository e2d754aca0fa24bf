package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.List;

/**
 * What instructions can read of the block and transaction that the message belongs to.
 *
 * @param callRules of the origin; {@link CallRules#NONE} where there are no such rules
 */
public record Environment(BlockEnvironment block, Address origin, UInt256 gasPrice,
        List<Hash> blobVersionedHashes, CallRules callRules) {
    public Environment {
        blobVersionedHashes = List.copyOf(blobVersionedHashes);
    }

    /** Without rules for the origin. */
    public Environment(BlockEnvironment block, Address origin, UInt256 gasPrice,
            List<Hash> blobVersionedHashes) {
        this(block, origin, gasPrice, blobVersionedHashes, CallRules.NONE);
    }
}
