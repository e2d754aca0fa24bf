package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.SlotReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the values of a new view are chosen and checked. Open to subclasses only so that tests can show that the
 * simulator catches any wrong rule; the product has one.
 */
class ViewRules {
    static final ViewRules PRODUCT = new ViewRules();

    /** The value that one slot may have been decided to. */
    Optional<Digest> ofSlot(List<SlotReport> reports, int fastCandidate,
            Predicate<Certificate> valid) {
        return ViewChoice.ofSlot(reports, fastCandidate, valid);
    }

    /** Whether a leader chose what its view changes demand. */
    boolean accepts(NewView message, ViewChoice choice) {
        return choice.base().equals(message.base()) && choice.digests().equals(message.choices());
    }
}
