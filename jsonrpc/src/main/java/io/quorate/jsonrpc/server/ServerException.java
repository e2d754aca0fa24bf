package io.quorate.jsonrpc.server;

/** The machine did not let the server start or stop. */
public final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
