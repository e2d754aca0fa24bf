package io.quorate.jsonrpc.server;

/** A proof of identity that is not good; the message may be told to the caller. */
final class UnauthenticatedException extends Exception {
    private static final long serialVersionUID = 1;

    UnauthenticatedException(String message) {
        super(message);
    }

    UnauthenticatedException(String message, Throwable cause) {
        super(message, cause);
    }
}
