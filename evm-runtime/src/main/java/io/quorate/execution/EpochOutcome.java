package io.quorate.execution;

import io.quorate.ledger.FixedEpoch;
import java.util.List;
import java.util.Optional;

/**
 * What a block did about epochs of the order.
 *
 * @param fixed that it fixed, if it did
 * @param failures of calls to the Registry, which changed nothing: each a sentence for operators
 */
public record EpochOutcome(Optional<FixedEpoch> fixed, List<String> failures) {
    static final EpochOutcome NONE = new EpochOutcome(Optional.empty(), List.of());

    public EpochOutcome {
        failures = List.copyOf(failures);
    }
}
