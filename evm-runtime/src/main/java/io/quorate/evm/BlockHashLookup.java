package io.quorate.evm;

import io.quorate.evm.primitives.Hash;
import java.util.Optional;

/** Gives hashes of earlier blocks; the EVM asks only for the last 256 before the current one. */
@FunctionalInterface
public interface BlockHashLookup {
    BlockHashLookup NONE = number -> Optional.empty();

    /** Empty where there is no such block; BLOCKHASH then yields zero. */
    Optional<Hash> hashOf(long number);
}
