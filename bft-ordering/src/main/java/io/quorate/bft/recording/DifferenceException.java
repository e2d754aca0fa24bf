package io.quorate.bft.recording;

/** The core does something else than it did when it was recorded. */
final class DifferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DifferenceException(String message) {
        super(message);
    }
}
