package io.quorate.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.OtlpReceiver;
import io.quorate.it.support.OtlpReceiver.Seen;
import io.quorate.it.support.Poll;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One transaction, followed over four processes by its trace and by its lines in the logs. */
class TracingIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLIENT = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";
    /** That every replica goes through, in this order. */
    private static final List<String> STAGES = List.of("propose", "decide", "queue", "execute",
            "commit");

    @TempDir
    static Path folder;

    private static OtlpReceiver collector;
    private static NodeNetwork network;

    @BeforeAll
    static void start() throws Exception {
        collector = OtlpReceiver.start();
        network = NodeNetwork.layOut(folder, 4, Map.of("QUORATE_TRACING_ENDPOINT",
                collector.endpoint(), "QUORATE_LOG_FORMAT", "json"));
        network.start(4);
    }

    @AfterAll
    static void stop() {
        if (network != null) network.close();
        if (collector != null) collector.close();
    }

    @Test
    void oneTransactionIsOneTraceOfAllReplicas() throws Exception {
        Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
        for (int attempt = 0;; attempt++) {
            String hash = send(network.rpc(1), wallet.signPing());
            JsonNode receipt = network.awaitReceiptEverywhere(hash, LIMIT);
            List<Seen> spans = await(hash);
            // On a machine that is busy a replica may be told what the others decided: it saw no proposal.
            if (attempt < 20 && !stagesOf(spans).values().stream()
                    .allMatch(names -> names.containsAll(STAGES))) {
                continue;
            }
            check(spans, hash, RpcClient.quantity(receipt.get("blockNumber")));
            return;
        }
    }

    private static String send(RpcClient rpc, String raw) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(rpc.url()))
                .header("Content-Type", "application/json").header("traceparent",
                        "00-" + CLIENT + "-01")
                .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,"
                        + "\"method\":\"eth_sendRawTransaction\",\"params\":[\"" + raw + "\"]}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .get("result").asText();
        }
    }

    private static String traceOf(String hash) {
        return hash.substring(2, 34);
    }

    /** The spans of one transaction, once all four replicas have told that it is committed. */
    private static List<Seen> await(String hash) {
        Poll.until("spans of four replicas", LIMIT, () -> collector.ofTrace(traceOf(hash)).stream()
                .filter(span -> span.name().equals("commit")).map(Seen::replica).distinct()
                .count() == 4, () -> collector.ofTrace(traceOf(hash)) + network.describe());
        return collector.ofTrace(traceOf(hash));
    }

    private static Map<String, Set<String>> stagesOf(List<Seen> spans) {
        return spans.stream().collect(Collectors.groupingBy(Seen::replica,
                Collectors.mapping(Seen::name, Collectors.toSet())));
    }

    private static void check(List<Seen> spans, String hash, long block) {
        List<Seen> roots = spans.stream().filter(span -> span.parentId().isEmpty()).toList();
        assertThat(roots).hasSize(1);
        Seen root = roots.getFirst();
        assertThat(root.replica()).isEqualTo("1");
        assertThat(root.name()).isEqualTo("eth_sendRawTransaction");
        assertThat(root.links()).containsExactly(CLIENT);
        assertThat(spans).filteredOn(span -> span != root)
                .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(root.spanId()));
        assertThat(spans.stream().map(Seen::spanId).distinct()).hasSameSizeAs(spans);
        assertThat(spans).allSatisfy(span -> {
            assertThat(span.attributes()).containsEntry("quorate.transaction", hash)
                    .containsEntry("quorate.block", Long.toString(block))
                    .containsEntry("quorate.replica", span.replica());
            assertThat(span.endNanos()).isGreaterThanOrEqualTo(span.startNanos());
        });
        assertThat(spans.stream().map(span -> span.attributes().get("quorate.slot")).distinct())
                .hasSize(1);
        assertThat(stagesOf(spans).keySet()).containsExactlyInAnyOrder("0", "1", "2", "3");
        for (String replica : stagesOf(spans).keySet()) checkStages(spans, replica);
        Set<String> told = replicasWith(spans, "gossip");
        assertThat(replicasWith(spans, "admit")).containsExactly("1");
        assertThat(told).isNotEmpty().isSubsetOf("0", "2", "3");
    }

    private static Set<String> replicasWith(List<Seen> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).map(Seen::replica)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each begins where the one before it ended, or later. */
    private static void checkStages(List<Seen> spans, String replica) {
        List<Seen> stages = new ArrayList<>(spans.stream().filter(
                span -> span.replica().equals(replica) && STAGES.contains(span.name())).toList());
        stages.sort(Comparator.comparingInt(span -> STAGES.indexOf(span.name())));
        assertThat(stages).extracting(Seen::name).as("replica " + replica)
                .containsExactlyElementsOf(STAGES);
        for (int i = 1; i < stages.size(); i++) {
            assertThat(stages.get(i).startNanos()).as("%s after %s", stages.get(i),
                    stages.get(i - 1)).isGreaterThanOrEqualTo(stages.get(i - 1).endNanos());
        }
    }

    /** With the logger of transactions made louder while the replicas run. */
    @Test
    void itsLinesInTheLogsNameItAndItsTrace() throws Exception {
        for (int i = 0; i < 4; i++) {
            network.rpc(i).call("admin_changeLogLevel", "DEBUG", List.of("quorate.transaction"));
        }
        String hash = send(network.rpc(2), Wallet.unfunded(NodeNetwork.CHAIN_ID).signPing());
        network.awaitReceiptEverywhere(hash, LIMIT);
        Set<String> starts = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            int replica = i;
            Poll.until("the line that it is in a block at replica " + i, LIMIT,
                    () -> lines(replica, hash).stream()
                            .anyMatch(line -> line.get("formattedMessage")
                                    .asText()
                                    .startsWith("transaction in a block replica=" + replica)),
                    network::describe);
            lines(i, hash).forEach(line -> {
                assertThat(line.get("kvpList").get(1).get("trace").asText())
                        .isEqualTo(traceOf(hash));
                starts.add(line.get("formattedMessage").asText().split(" replica=")[0]);
            });
        }
        assertThat(starts).contains("transaction admitted", "transaction in a block");
    }

    private static List<JsonNode> lines(int replica, String hash) {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : network.replica(replica).printed().lines().toList()) {
            if (!line.startsWith("{") || !line.endsWith("}")) continue; // "ready", or not yet whole
            JsonNode object = parse(line);
            assertThat(object.has("formattedMessage") && object.has("level")).as(line).isTrue();
            if (object.path("kvpList").path(0).path("transaction").asText().equals(hash)) {
                lines.add(object);
            }
        }
        assertThat(network.replica(replica).printed()).doesNotContain(" INFO  ");
        return lines;
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
