package io.quorate.evm.rlp;

/** Bytes from outside that are not what they should be. Checked, so that nobody forgets the hostile case. */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what was found, where, and what was expected. */
    public DecodeException(String message) {
        super(message);
    }
}
