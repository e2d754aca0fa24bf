package io.quorate.jsonrpc.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.jsonrpc.AccessLog;
import io.quorate.jsonrpc.json.JsonRpcRequest;
import java.util.List;
import java.util.regex.Pattern;

/** Makes lines of the access log: what a request is about, as far as its parameters show. */
final class Accesses {
    private static final int METHOD_CHARS_MAX = 80;
    private static final int PARAMS_MAX = 4;
    /** An address or a hash. */
    private static final Pattern TARGET = Pattern
            .compile("0x(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})");
    private static final Pattern BLOCK = Pattern.compile(
            "0x[0-9a-fA-F]{1,16}|latest|safe|finalized|earliest|pending");
    private static final List<String> TARGET_FIELDS = List.of("to", "address");
    private static final List<String> BLOCK_FIELDS = List.of("blockNumber", "blockHash",
            "fromBlock");

    private Accesses() {}

    static AccessLog.Entry entry(Caller caller, JsonRpcRequest.Call request, int code,
            long micros) {
        String method = request.method();
        String target = "";
        String block = "";
        for (int i = 0; i < Math.min(request.params().size(), PARAMS_MAX); i++) {
            JsonNode value = request.params().raw(i);
            target = target.isEmpty() ? match(value, TARGET_FIELDS, TARGET) : target;
            block = block.isEmpty() ? match(value, BLOCK_FIELDS, BLOCK) : block;
        }
        return new AccessLog.Entry(caller.identity(), caller.remote(),
                method.length() <= METHOD_CHARS_MAX ? method
                        : method.substring(0, METHOD_CHARS_MAX),
                target, block, code, micros);
    }

    private static String match(JsonNode value, List<String> fields, Pattern pattern) {
        if (value.isObject()) {
            return fields.stream().map(field -> match(value.path(field), fields, pattern))
                    .filter(found -> !found.isEmpty()).findFirst().orElse("");
        }
        if (value.isArray() && !value.isEmpty()) {
            return value.get(0).isTextual() ? match(value.get(0), fields, pattern) : "";
        }
        return value.isTextual() && pattern.matcher(value.textValue()).matches()
                ? value.textValue()
                : "";
    }
}
