package io.quorate.node.bench.abuse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What was found broken, and what any answer must not be. Safe for any thread. */
final class Promises {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT_MAX = 50;
    private static final int SHOWN_CHARS = 400;
    /** Words of the program's inside; none stands in a request that is sent here, but for one method's name. */
    private static final Pattern INSIDE = Pattern.compile("io\\.quorate|java\\.|javax\\.|jdk\\.|"
            + "fasterxml|jackson|vertx|netty|rocksdb|tuweni|[a-z]Exception|"
            + "(?<!ots_getTransactio)[a-z]Error\\b|\\.java:\\d|"
            + "StreamRead|\\bat [a-z]+\\.[a-z]+\\.|NullPointer|for length \\d|Optional\\[");
    /** As docs/json-rpc.md lists them, without that of a fault of the node. */
    private static final Set<Integer> CODES = Set.of(-32700, -32600, -32601, -32602, -32000, -32001,
            -32002, -32003, -32004, -32005, -32006, -32007, -32015, -32016, -38010, -38011, -38012,
            -38013,
            -38014, -38015, -38020, -38021, -38022, -38025, -38026, 1, 2, 3, 4, 5, 800, 801, 802,
            803, 804, 805, 806, 807, 808, 809, 1000, 1001, 4444, -40100);

    private final List<String> broken = new ArrayList<>();
    private int count;

    synchronized void broken(String what) {
        count++;
        if (broken.size() < KEPT_MAX) broken.add(shortened(what));
    }

    synchronized List<String> all() {
        return List.copyOf(broken);
    }

    synchronized int count() {
        return count;
    }

    void require(boolean kept, String what) {
        if (!kept) broken(what);
    }

    /** An answer of HTTP or WebSocket, whose body is JSON of JSON-RPC; {@code request} is shown if it is none. */
    void check(String request, String body) {
        if (INSIDE.matcher(body).find()) {
            broken("words of the inside: " + body + " to " + request);
        }
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException _) {
            broken("no JSON: " + body + " to " + request);
            return;
        }
        if (root.isArray()) root.forEach(one -> checkOne(request, one));
        else checkOne(request, root);
    }

    private void checkOne(String request, JsonNode answer) {
        if (answer.has("result") == answer.has("error")) {
            broken("neither result nor error: " + answer + " to " + request);
        } else if (answer.has("error")) {
            JsonNode error = answer.get("error");
            if (!error.path("message").isTextual()
                    || !CODES.contains(error.path("code").asInt(-32603))) {
                broken("error " + error + " to " + request);
            }
        }
    }

    /** The code of an answer's error; 0 if it has none. */
    static int code(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            return (root.isArray() ? root.path(0) : root).path("error").path("code").asInt(0);
        } catch (JsonProcessingException _) {
            return Integer.MIN_VALUE;
        }
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
}
