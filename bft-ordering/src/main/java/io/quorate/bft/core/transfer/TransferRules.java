package io.quorate.bft.core.transfer;

import io.quorate.bft.Digest;

/** What must hold before anything from a peer is taken for part of a snapshot. Tests put in rules that are wrong. */
public interface TransferRules {
    TransferRules PRODUCT = new TransferRules() {};

    /** So many peers must offer the same: f + 1, one of whom is correct. */
    default int offersNeeded(int weak) {
        return weak;
    }

    default boolean accepts(Digest expected, Digest actual) {
        return expected.equals(actual);
    }

    /** More slots than that are not fetched one by one even where peers have them. */
    default long slotGapMax() {
        return 10_000;
    }
}
