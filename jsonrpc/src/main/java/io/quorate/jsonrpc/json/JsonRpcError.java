package io.quorate.jsonrpc.json;

import java.util.Optional;

/**
 * An error object.
 *
 * @param data such as revert data; a hexadecimal string in every case that Ethereum knows
 */
public record JsonRpcError(int code, String message, Optional<String> data) {
    public JsonRpcError(int code, String message) {
        this(code, message, Optional.empty());
    }

    void writeTo(JsonOut out) {
        out.startObject();
        out.number("code", code);
        out.string("message", message);
        data.ifPresent(value -> out.string("data", value));
        out.endObject();
    }
}
