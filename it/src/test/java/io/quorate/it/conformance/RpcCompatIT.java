package io.quorate.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.RpcCompatFixture;
import io.quorate.it.support.RpcCompatFixture.Exchange;
import io.quorate.it.support.RpcCompatFixture.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The exchanges that execution-apis recorded, asked of the chain they were recorded from: it is imported and served by the
 * command line. Answers must be equal but for the words of errors; where a recording says so, they need not. All must be
 * as the method's OpenRPC schema has them.
 */
class RpcCompatIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What fails, with the reason; an entry that passes fails the test, so that none stays for nothing. */
    private static final Map<String, String> EXCEPTIONS = Map.of();
    private static final int RECORDINGS_MIN = 150;

    private record Score(int passed, int failed) {
        Score plus(boolean isPassed) {
            return isPassed ? new Score(passed + 1, failed) : new Score(passed, failed + 1);
        }
    }

    @Test
    void answersAsExecutionApisRecordedIt(@TempDir Path folder) throws Exception {
        RpcCompatFixture fixture = RpcCompatFixture.unpack(folder);
        ProductProcess.Finished imported = ProductProcess.run(folder, "import", "--genesis",
                fixture.genesis().toString(), "--data-dir", "data", fixture.chain().toString());
        assertThat(imported.exitCode()).as(imported.output()).isZero();
        SortedMap<String, Score> scores = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        int port = Ports.free(1);
        try (ProductProcess served = ProductProcess.start(folder, "serve", "--data-dir", "data",
                "--rpc-port", String.valueOf(port)).awaitReady()) {
            OpenRpcSchemas schemas = new OpenRpcSchemas(fixture.openRpc());
            RpcClient client = new RpcClient("http://127.0.0.1:" + port);
            Answers answers = new Answers(client, schemas);
            for (Recording recording : fixture.recordings()) {
                Optional<String> difference = answers.check(recording);
                scores.merge(recording.method(), new Score(0, 0).plus(difference.isEmpty()),
                        (a, b) -> new Score(a.passed + b.passed, a.failed + b.failed));
                boolean isExpected = EXCEPTIONS.containsKey(recording.name());
                difference.filter(text -> !isExpected)
                        .ifPresent(text -> wrong.add(recording.name() + ": " + text));
                if (difference.isEmpty() && isExpected) {
                    wrong.add(recording.name() + " passes: take it from the exceptions");
                }
            }
            wrong.addAll(askUnrecorded(client, schemas));
            assertThat(served.isAlive()).isTrue();
        }
        print(scores);
        assertThat(wrong).isEmpty();
        assertThat(scores.values().stream().mapToInt(Score::passed).sum())
                .isGreaterThanOrEqualTo(RECORDINGS_MIN);
    }

    private static void print(SortedMap<String, Score> scores) {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%-42s %6s %6s%n", "method", "passed", "failed"));
        scores.forEach((method, score) -> table.append(
                String.format(Locale.ROOT, "%-42s %6d %6d%n", method, score.passed, score.failed)));
        table.append(String.format(Locale.ROOT, "%-42s %6d %6d%n", "all",
                scores.values().stream().mapToInt(Score::passed).sum(),
                scores.values().stream().mapToInt(Score::failed).sum()));
        EXCEPTIONS.forEach((name, reason) -> table.append(name).append(": ").append(reason)
                .append('\n'));
        System.err.print(table);
    }

    /**
     * Described methods that nobody recorded, asked with what their predecessors answered. Of an empty list of changes
     * of a filter the schema says that it is two things at once.
     */
    private static List<String> askUnrecorded(RpcClient client, OpenRpcSchemas schemas) {
        List<String> wrong = new ArrayList<>();
        Map<String, Object[]> calls = new LinkedHashMap<>();
        for (String plain : List.of("eth_accounts", "eth_coinbase", "eth_gasPrice",
                "eth_maxPriorityFeePerGas", "debug_getBadBlocks", "eth_newBlockFilter",
                "eth_newPendingTransactionFilter")) {
            calls.put(plain, new Object[0]);
        }
        calls.put("eth_getBlockAccessList", new Object[]{"latest"});
        calls.put("debug_getRawBlockAccessList", new Object[]{"latest"});
        calls.put("eth_fillTransaction", new Object[]{
                Map.of("to", "0x00000000000000000000000000000000000000aa", "gas", "0x5208")});
        calls.put("eth_newFilter", new Object[]{Map.of("fromBlock", "0x0")});
        String filter = client.call("eth_newFilter", Map.of("fromBlock", "0x0")).asText();
        calls.put("eth_getFilterLogs", new Object[]{filter});
        calls.put("eth_uninstallFilter", new Object[]{filter});
        calls.forEach((method, parameters) -> schemas
                .violation(method, client.call(method, parameters))
                .ifPresent(text -> wrong.add(method + " " + text)));
        return wrong;
    }

    /** Asks, and compares. */
    private record Answers(RpcClient client, OpenRpcSchemas schemas) {
        /** What is wrong; empty where nothing is. */
        Optional<String> check(Recording recording) throws IOException {
            for (Exchange exchange : recording.exchanges()) {
                JsonNode answer = JSON.readTree(client.post(exchange.request()).body());
                Optional<String> unlike = recording.schemaOnly() ? kind(exchange, answer)
                        : difference(exchange, answer);
                Optional<String> wrong = unlike.isPresent() ? unlike
                        : schemaViolation(exchange, answer);
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
            return Optional.empty();
        }

        private static Optional<String> kind(Exchange exchange, JsonNode answer) {
            return answer.has("result") == exchange.response().has("result") ? Optional.empty()
                    : Optional.of("answered " + shown(answer));
        }

        private static Optional<String> difference(Exchange exchange, JsonNode answer) {
            JsonNode expected = withoutMessages(exchange.response());
            JsonNode got = withoutMessages(answer);
            return expected.equals(got) ? Optional.empty()
                    : Optional.of("answered " + shown(answer) + " instead of "
                            + shown(exchange.response()));
        }

        private Optional<String> schemaViolation(Exchange exchange, JsonNode answer)
                throws IOException {
            if (!answer.has("result")) {
                return Optional.empty();
            }
            String method = JSON.readTree(exchange.request()).get("method").asText();
            return schemas.describes(method) ? schemas.violation(method, answer.get("result"))
                    : Optional.of("there is no schema of " + method);
        }

        private static String shown(JsonNode answer) {
            String text = answer.toString();
            return text.length() <= 600 ? text : text.substring(0, 600) + "…";
        }

        /** The words of an error are free, also of one within a result. */
        private static JsonNode withoutMessages(JsonNode node) {
            JsonNode copy = node.deepCopy();
            strip(copy);
            return copy;
        }

        private static void strip(JsonNode node) {
            if (node instanceof ObjectNode object) {
                if (object.get("error") instanceof ObjectNode error) {
                    error.remove("message");
                }
                object.forEach(Answers::strip);
            } else if (node instanceof ArrayNode array) {
                array.forEach(Answers::strip);
            }
        }
    }
}
