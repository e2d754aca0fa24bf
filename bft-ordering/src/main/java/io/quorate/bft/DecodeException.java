package io.quorate.bft;

/** Bytes from outside that do not parse: truncated, oversize, out of bounds or not canonical. */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    public DecodeException(String message) {
        super(message);
    }
}
