package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.node.audit.HistoryReport;
import io.quorate.node.client.ReplicaEndpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a contract's mapping, and of a balance, as an operator asks for it. */
@Tag("network")
@Timeout(120)
class AuditHistoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Sets the caller's entry of the mapping at slot 7 to the word it is called with. */
    private static final String CODE = "0x60108060095f395ff3" + "5f35335f5260076020526040"
            + "5f205500";
    private static final String FIRST = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
    private static final String SECOND = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";

    @TempDir
    private Path folder;

    private String url;

    @Test
    void tellsWhoChangedWhat() throws IOException {
        try (DevNetwork network = DevNetwork.start(new DevOptions(4, 0, OptionalLong.empty(),
                Optional.of(folder), Optional.empty(), 0, DevOptions.Links.IN_MEMORY),
                () -> {})) {
            url = network.rpcUrls().get(2);
            String contract = send(FIRST, Optional.empty(), "0x0", CODE).path("contractAddress")
                    .asText();
            JsonNode one = send(FIRST, Optional.of(contract), "0x0", word(5));
            send(SECOND, Optional.of(contract), "0x0", word(6)); // another key
            send(FIRST, Optional.of(contract), "0x0", word(5)); // no change
            JsonNode two = send(FIRST, Optional.of(contract), "0x0", word(9));
            send(FIRST, Optional.of("0x00000000000000000000000000000000000000aa"), "0x7", "0x");

            List<JsonNode> changes = history(contract, "7[" + FIRST + "]", Optional.empty());
            assertThat(changes).hasSize(2);
            assertThat(changes.get(0).path("old").asText()).isEqualTo(word(0));
            assertThat(changes.get(0).path("new").asText()).isEqualTo(word(5));
            assertThat(changes.get(0).path("transactionHash")).isEqualTo(
                    one.path("transactionHash"));
            assertThat(changes.get(1).path("old").asText()).isEqualTo(word(5));
            assertThat(changes.get(1).path("new").asText()).isEqualTo(word(9));
            assertThat(changes.get(1).path("blockNumber")).isEqualTo(two.path("blockNumber"));
            assertThat(changes.get(1).path("from").asText()).isEqualTo(FIRST);
            assertThat(changes.get(1).path("callPath").get(0).path("to").asText())
                    .isEqualTo(contract);

            assertThat(history("0x00000000000000000000000000000000000000aa", "balance",
                    Optional.empty())).singleElement()
                    .satisfies(change -> assertThat(change.path("new").asText())
                            .isEqualTo("7"));
            assertThat(history(FIRST, "nonce", Optional.empty())).hasSize(5);
            assertThat(history(contract, "code", Optional.empty())).hasSize(1);

            Path layout = folder.resolve("layout.json");
            Files.writeString(layout, LAYOUT);
            assertThat(history(contract, "held[" + FIRST + "]", Optional.of(layout)))
                    .extracting(change -> change.path("new").asText())
                    .containsExactly("5", "9");
            assertThatThrownBy(() -> history(contract, "lost[1]", Optional.of(layout)))
                    .isInstanceOf(OperatorException.class).hasMessageContaining("it has held");
            assertThat(text(contract, "7[" + FIRST + "]")).contains("2 changes", FIRST,
                    "through call " + contract);
        }
    }

    private static final String LAYOUT = """
            {"storage":[{"label":"held","offset":0,"slot":"7","type":"m"}],
             "types":{"m":{"encoding":"mapping","label":"mapping(address => uint256)",
                "numberOfBytes":"32","key":"a","value":"u"},
              "a":{"encoding":"inplace","label":"address","numberOfBytes":"20"},
              "u":{"encoding":"inplace","label":"uint256","numberOfBytes":"32"}}}
            """;

    private static String word(int value) {
        return "0x" + "0".repeat(63) + value;
    }

    private List<JsonNode> history(String address, String entry, Optional<Path> layout) {
        return print(address, entry, layout, true).lines().map(line -> {
            try {
                return JSON.readTree(line);
            } catch (IOException e) {
                throw new AssertionError(line, e);
            }
        }).toList();
    }

    private String text(String address, String entry) {
        return print(address, entry, Optional.empty(), false);
    }

    private String print(String address, String entry, Optional<Path> layout, boolean json) {
        StringWriter out = new StringWriter();
        HistoryReport.print(ReplicaEndpoint.of(url),
                new HistoryReport.Question(address, entry, "earliest", "latest"),
                layout, List.of(), new HistoryReport.Output(json, Optional.empty()),
                new PrintWriter(out));
        return out.toString();
    }

    private JsonNode send(String from, Optional<String> to, String value, String data)
            throws IOException {
        String hash = call("eth_sendTransaction", "[{\"from\":\"" + from + "\","
                + to.map(address -> "\"to\":\"" + address + "\",").orElse("") + "\"value\":\""
                + value + "\",\"data\":\"" + data + "\"}]").asText();
        return Awaitility.await().atMost(Duration.ofSeconds(30))
                .until(() -> call("eth_getTransactionReceipt", "[\"" + hash + "\"]"),
                        JsonNode::isObject);
    }

    private JsonNode call(String method, String params) throws IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method
                                    + "\",\"params\":" + params + "}"))
                    .build(), HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            assertThat(answer.has("error")).as(response.body()).isFalse();
            return answer.path("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
