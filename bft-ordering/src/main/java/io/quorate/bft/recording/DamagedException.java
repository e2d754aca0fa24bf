package io.quorate.bft.recording;

/** Bytes that no recorder wrote. */
final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
        super(message);
    }
}
