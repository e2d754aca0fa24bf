package io.quorate.jsonrpc.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** One entry of a request body. */
public sealed interface JsonRpcRequest {
    /**
     * @param id any JSON value, null included, to be sent back as it came; empty for a notification
     * @param minBlock it must not be answered before that block is here; 0 for any
     */
    record Call(Optional<JsonNode> id, String method, Params params, long minBlock)
            implements
                JsonRpcRequest {}

    /** Not a request, but worth an answer; {@code id} is JSON's null where none was found. */
    record Invalid(JsonNode id, JsonRpcError error) implements JsonRpcRequest {}
}
