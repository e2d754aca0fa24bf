package io.quorate.jsonrpc.json;

/**
 * Ends a method with an error object. It stays within this module: the dispatcher turns it into the
 * response. It has no stack trace, since callers cause it and may cause many.
 */
public final class JsonRpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JsonRpcError error;

    public JsonRpcException(JsonRpcError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public JsonRpcException(int code, String message) {
        this(new JsonRpcError(code, message));
    }

    public static JsonRpcException invalidParams(String message) {
        return new JsonRpcException(ErrorCode.INVALID_PARAMS, message);
    }

    public JsonRpcError error() {
        return error;
    }
}
