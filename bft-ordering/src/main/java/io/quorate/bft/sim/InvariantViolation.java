package io.quorate.bft.sim;

/** A correct replica did what it must never do. */
final class InvariantViolation extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    InvariantViolation(String message) {
        super(message);
    }
}
