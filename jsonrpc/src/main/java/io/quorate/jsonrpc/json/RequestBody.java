package io.quorate.jsonrpc.json;

import java.util.List;

/** What one HTTP body or WebSocket message asks. */
public sealed interface RequestBody {
    record Single(JsonRpcRequest request) implements RequestBody {}

    record Batch(List<JsonRpcRequest> requests) implements RequestBody {
        public Batch {
            requests = List.copyOf(requests);
        }
    }
}
