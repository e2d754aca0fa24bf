package io.quorate.node.bench.ordering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * One kind of load for a while.
 *
 * @param operationBytes size of what is ordered
 * @param perSecond operations a second; 0: proposals as large and as many as the protocol takes
 */
public record Phase(String name, int operationBytes, int perSecond, int seconds) {
    boolean isFull() {
        return perSecond == 0;
    }

    String toJson() {
        return new ObjectMapper().createObjectNode().put("name", name)
                .put("operationBytes", operationBytes).put("perSecond", perSecond)
                .put("seconds", seconds).toString();
    }

    static Phase of(JsonNode json) {
        return new Phase(json.required("name").asText(), json.required("operationBytes").asInt(),
                json.required("perSecond").asInt(), json.required("seconds").asInt());
    }
}
