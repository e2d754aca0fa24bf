package io.quorate.execution.dev;

import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.ExecutedBatch;
import java.util.Optional;

/**
 * What a slot of a development chain came to.
 *
 * @param carriedOut the command, where there was one and it was its turn
 */
public record DevExecuted(ExecutedBatch batch, Optional<CarriedOut> carriedOut) {
    /** A command and what became of it. */
    public record CarriedOut(DevOrder order, Outcome outcome) {}

    /** What whoever asked is told. */
    public sealed interface Outcome {
        /** A snapshot's id, or the clock's new offset in seconds; 0 where there is nothing to tell. */
        record Done(UInt256 value) implements Outcome {
            static final Done DONE = new Done(UInt256.ZERO);
        }

        /** Nothing was changed; {@code message} says why. */
        record Refused(String message) implements Outcome {}
    }
}
