package io.quorate.bft.runtime;

/** How far a slot has come at this replica, in the usual order. A slot that is fetched from others skips the first ones. */
public enum SlotStage {
    /** This replica, which leads, put it up. */
    PROPOSED,
    /** This replica took the proposal and made its first vote. */
    VOTED,
    /** Its value is fixed. */
    DECIDED,
    /** It is executed, and that is on disk. */
    EXECUTED,
    /** A quorum signed what it came to. */
    CERTIFIED
}
