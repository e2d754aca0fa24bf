package io.quorate.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Prometheus;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus watches a network of four processes. */
@TestMethodOrder(OrderAnnotation.class)
class MonitoringIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    static Path folder;

    private static NodeNetwork network;

    @BeforeAll
    static void start() throws InterruptedException {
        network = NodeNetwork.start(folder, 4);
        use();
    }

    @AfterAll
    static void stop() {
        if (network != null) network.close();
    }

    /** Transactions that get in, one that is refused, a call that fails, and a method that there is not. */
    private static void use() {
        Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
        String last = "";
        String first = "";
        for (int i = 0; i < 20; i++) {
            String raw = wallet.signPing();
            if (i == 0) first = raw;
            last = network.rpc(i % 4).call("eth_sendRawTransaction", raw).asText();
        }
        network.awaitReceiptEverywhere(last, LIMIT);
        for (int i = 0; i < 4; i++) {
            RpcClient rpc = network.rpc(i);
            assertThat(rpc.answer("eth_sendRawTransaction", first).has("error")).isTrue();
            assertThat(rpc.answer("eth_call", "nonsense").has("error")).isTrue();
            assertThat(rpc.answer("no_such").has("error")).isTrue();
        }
    }

    @Test
    @Order(1)
    void thePageListsWhatAReplicaAnswers() throws IOException {
        // A collection of the heap comes by itself, and with it the metrics of pauses.
        Poll.until("all metrics of the page", LIMIT, () -> answered().keySet()
                .containsAll(promised().keySet()),
                () -> "missing: " + promised().keySet()
                        .stream().filter(name -> !answered().containsKey(name)).toList());
        assertThat(answered()).isEqualTo(promised());
    }

    private static SortedMap<String, MetricsPage.Promise> promised() {
        try {
            return MetricsPage.promised();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, MetricsPage.Promise> answered() {
        try {
            return MetricsPage.answered(network.rpc(0).page("/metrics"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(2)
    void prometheusAnswersTheDashboardAndTellsOfAReplicaThatStops() throws Exception {
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < 4; i++) targets.add(network.rpc(i).url().substring("http://".length()));
        try (Prometheus prometheus = Prometheus.start(folder.resolve("prometheus"),
                MonitoringFiles.ALERTS, targets)) {
            Poll.until("four replicas scraped", LIMIT,
                    () -> prometheus.query("quorate_quorum_margin == 1").size() == 4,
                    prometheus::describe);
            // A rate is there from the second scrape on.
            Poll.until("answers to all of the dashboard", LIMIT,
                    () -> unanswered(prometheus).isEmpty(),
                    () -> unanswered(prometheus) + "\n" + prometheus.describe());
            assertThat(value(prometheus, "min(quorate_transactions_total)")).isEqualTo(20);
            assertThat(value(prometheus, "min(quorate_gas_total)")).isEqualTo(20 * 21_000);
            assertThat(value(prometheus,
                    "sum(quorate_rpc_request_seconds_count{method=\"eth_sendRawTransaction\"})"))
                    .isEqualTo(24);
            assertThat(value(prometheus,
                    "sum(quorate_rpc_errors_total{method=\"other\",code=\"-32601\"})"))
                    .isEqualTo(4);
            assertThat(value(prometheus,
                    "count(sum by (replica) (quorate_peer_votes_total) > 0)")).isEqualTo(4);
            assertThat(value(prometheus, "count(quorate_peer_up == 1)")).isEqualTo(12);
            // Of those that depend on how busy the machine is, nothing is said.
            assertThat(prometheus.firing()).doesNotContain("QuorateReplicaDown", "QuorateNoMargin",
                    "QuorateNoQuorum", "QuorateNotVoting", "QuorateEvidence", "QuorateDivergence",
                    "QuorateRecoveriesDiffer", "QuorateCertificateEnds",
                    "QuorateCertificateEndsSoon", "QuoratePoolFull", "QuorateDatabaseErrors");

            network.kill(3);

            Poll.until("alerts that one replica is away", LIMIT,
                    () -> prometheus.firing().containsAll(
                            List.of("QuorateNoMargin", "QuorateReplicaDown")),
                    prometheus::describe);
            assertThat(prometheus.query(
                    "ALERTS{alertname=\"QuorateNoMargin\",alertstate=\"firing\",severity=\"warning\"}"))
                    .extracting(alert -> alert.at("/metric/replica").asText())
                    .containsExactlyInAnyOrder("0", "1", "2");

            network.kill(2);

            Poll.until("the alert that there is no quorum", LIMIT,
                    () -> prometheus.firing().contains("QuorateNoQuorum"), prometheus::describe);
        }
    }

    private static double value(Prometheus prometheus, String query) {
        List<JsonNode> result = prometheus.query(query);
        assertThat(result).as(query).hasSize(1);
        return result.getFirst().get("value").get(1).asDouble();
    }

    /** What shows faults alone has nothing to show. */
    private static List<String> unanswered(Prometheus prometheus) {
        try {
            return MonitoringFiles.dashboardQueries().stream()
                    .filter(query -> !query.contains("quorate_peer_up"))
                    .filter(query -> prometheus.query(query.replace("$job", ".*")
                            .replace("$replica", ".*").replace("$__rate_interval", "10s"))
                            .isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
