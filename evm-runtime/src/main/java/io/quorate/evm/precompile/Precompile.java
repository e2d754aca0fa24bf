package io.quorate.evm.precompile;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A precompiled contract: a pure function with a price. Stateless and safe for any thread. */
public interface Precompile {
    /** Gas for {@code input}; {@link Long#MAX_VALUE} where the price overflows, which no caller can pay. */
    long gas(Bytes input);

    /** The output, or empty where the call fails (it then takes all the gas it was given). */
    Optional<Bytes> execute(Bytes input);
}
