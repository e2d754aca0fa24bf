package io.quorate.evm.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.fork.Fork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes;

/**
 * revm as {@code anvil} runs it, over {@code eth_call}. What a run costs is the difference of processor time
 * between long and short calls, so that JSON-RPC and the preparation of a call fall out.
 */
final class Anvil implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final int REPEATS = 12;
    private static final double LONG_CALL_NANOS = 150e6;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI endpoint;

    Anvil(Path binary) throws IOException {
        process = new ProcessBuilder(binary.toString(), "--port", "0", "--hardfork", "osaka",
                "--disable-block-gas-limit", "--no-mining").redirectErrorStream(true).start();
        BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Matcher port;
        do {
            String line = out.readLine();
            if (line == null) {
                throw new IOException(binary + " ended before it listened");
            }
            port = LISTENING.matcher(line);
        } while (!port.find());
        endpoint = URI.create("http://127.0.0.1:" + port.group(1));
        Thread.ofPlatform().daemon().start(() -> out.lines().forEach(line -> {}));
    }

    /** Million gas a second. */
    double measure(Workload workload) throws IOException, InterruptedException {
        workload.code().forEach((address, code) -> call("anvil_setCode",
                json.createArrayNode().add(address.toString()).add(code.toHexString())));
        for (int slot = 1; slot <= slots(workload); slot++) {
            String word = String.format("0x%064x", slot);
            call("anvil_setStorageAt", json.createArrayNode()
                    .add(Workload.CONTRACT.toString()).add("0x" + Integer.toHexString(slot))
                    .add(word));
        }
        try (QuorateEngine ours = new QuorateEngine(workload, Fork.OSAKA)) {
            int few = Math.max(1, workload.rounds / 10);
            int many = workload == Workload.STORAGE ? workload.rounds
                    : few + (int) Math.clamp(LONG_CALL_NANOS
                            / Math.max(1, nanosPerRound(workload)), 1, 2_000_000);
            while (ours.run(workload.input(many)).gasUsed() > Workload.GAS / 2) {
                many = few + (many - few) / 2;
            }
            long gas = ours.run(workload.input(many)).gasUsed()
                    - ours.run(workload.input(few)).gasUsed();
            Bytes expected = ours.run(workload.input(many)).output();
            if (!execute(workload, many).equals(expected)) {
                throw new IllegalStateException("results differ: " + workload);
            }
            return gas * 1e3 / (cpuNanos(workload, many) - cpuNanos(workload, few));
        }
    }

    private static int slots(Workload workload) {
        return switch (workload) {
            case STORAGE -> Workload.SLOTS;
            case HOT_SLOAD -> 1;
            default -> 0;
        };
    }

    private double nanosPerRound(Workload workload) {
        return (cpuNanos(workload, workload.rounds) - cpuNanos(workload, 1)) / workload.rounds;
    }

    /** Of the whole process, for one of several calls; the kernel counts in hundredths of a second. */
    private double cpuNanos(Workload workload, int rounds) {
        // There are too few slots for a long call.
        int repeats = workload == Workload.STORAGE ? 40 * REPEATS : REPEATS;
        long before = cpuNanos();
        for (int i = 0; i < repeats; i++) {
            execute(workload, rounds);
        }
        return (double) (cpuNanos() - before) / repeats;
    }

    private long cpuNanos() {
        return process.info().totalCpuDuration().orElseThrow().toNanos();
    }

    private Bytes execute(Workload workload, int rounds) {
        ObjectNode request = json.createObjectNode();
        request.put("from", Workload.CALLER.toString());
        request.put("to", Workload.CONTRACT.toString());
        request.put("gas", "0x" + Long.toHexString(Workload.GAS));
        request.put("data", workload.input(rounds).toHexString());
        return Bytes.fromHexString(
                call("eth_call", json.createArrayNode().add(request).add("latest")).asText());
    }

    private JsonNode call(String method, ArrayNode parameters) {
        ObjectNode body = json.createObjectNode().put("jsonrpc", "2.0").put("id", 1)
                .put("method", method).set("params", parameters);
        try {
            JsonNode answer = json.readTree(client.send(
                    HttpRequest.newBuilder(endpoint).header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString())).build(),
                    HttpResponse.BodyHandlers.ofString()).body());
            if (answer.has("error")) {
                throw new IllegalStateException(method + ": " + answer.get("error"));
            }
            return answer.get("result");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
