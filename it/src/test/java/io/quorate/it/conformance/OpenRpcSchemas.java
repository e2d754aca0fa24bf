package io.quorate.it.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the OpenRPC document says that results look like. */
final class OpenRpcSchemas {
    private final Map<String, Schema> byMethod = new HashMap<>();

    OpenRpcSchemas(JsonNode openRpc) {
        SchemaRegistry registry = SchemaRegistry
                .withDefaultDialect(SpecificationVersion.DRAFT_2019_09);
        openRpc.get("methods").forEach(described -> byMethod.put(
                described.get("name").asText(),
                registry.getSchema(described.at("/result/schema"))));
    }

    boolean describes(String method) {
        return byMethod.containsKey(method);
    }

    /** What is wrong with a result; empty where nothing is. */
    Optional<String> violation(String method, JsonNode result) {
        List<String> errors = byMethod.get(method).validate(result).stream()
                .map(Object::toString).toList();
        return errors.isEmpty() ? Optional.empty()
                : Optional.of("is not as its schema says: " + errors);
    }
}
