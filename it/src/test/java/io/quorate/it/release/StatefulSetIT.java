package io.quorate.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.Poll;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What a cluster does to the pods of the manifests, done to processes: each has its own address on loopback, which its name
 * leads to, and the arguments and variables of its StatefulSet.
 */
class StatefulSetIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int SIZE = 4;
    private static final long CHAIN_ID = 2032;

    @TempDir
    private Path folder;
    private final Map<Integer, String> addresses = new HashMap<>();
    private final Map<Integer, ProductProcess> pods = new HashMap<>();
    private int ports;

    @AfterEach
    void stop() {
        pods.values().forEach(ProductProcess::close);
    }

    @Test
    void aPodComesBackWithAnotherAddressAndTheSameIdentity() throws Exception {
        ports = Ports.free(3);
        assertThat(ProductProcess.run(folder, "network", "init", "--format", "kubernetes",
                "--chain-id", String.valueOf(CHAIN_ID), "--dir", "net", "--base-port",
                String.valueOf(ports)).exitCode()).isZero();
        for (int k = 0; k < SIZE; k++) {
            addresses.put(k, "127.0.1." + (10 + k));
            assertThat(initContainer(k)).as("a volume that nobody began").isEqualTo(2);
            assertThat(runJob(k, "first-start.yaml")).isZero();
            assertThat(initContainer(k)).isZero();
        }
        writeHosts();
        for (int k = 0; k < SIZE; k++) {
            pods.put(k, startPod(k));
        }
        pods.values().forEach(ProductProcess::awaitReady);
        awaitInStep(0, 1, 2, 3);
        Wallet wallet = new Wallet("0x" + "22".repeat(32), CHAIN_ID);
        awaitEverywhere(send(0, wallet), 0, 1, 2, 3);

        assertThat(pods.get(1).terminate()).as("an end in order").isZero();
        addresses.put(1, "127.0.2.77");
        writeHosts();
        assertThat(initContainer(1)).isZero();
        pods.put(1, startPod(1).awaitReady());
        awaitInStep(1);
        assertThat(pods.get(2).terminate()).isZero(); // now the one that moved is needed for a quorum
        awaitEverywhere(send(3, wallet), 0, 1, 3);
        assertThat(health(1)).contains("\"status\":\"ok\"");

        Files.move(folder.resolve("volumes/2"), folder.resolve("lost"));
        assertThat(initContainer(2)).as("a volume that came in place of a lost one").isEqualTo(2);
        assertThat(runJob(2, "after-loss.yaml")).isZero();
        pods.put(2, startPod(2).awaitReady());
        Poll.until("a learner", LIMIT, () -> health(2).contains("learner"),
                pods.get(2)::describe);
    }

    private String send(int k, Wallet wallet) {
        return rpc(k).call("eth_sendRawTransactionSync", wallet.signPing(), 30_000)
                .get("transactionHash").asText();
    }

    private void awaitEverywhere(String hash, int... indices) {
        for (int k : indices) {
            Poll.until("the receipt at " + k, LIMIT, () -> rpc(k).receipt(hash).isPresent(),
                    pods.get(k)::describe);
        }
    }

    private void awaitInStep(int... indices) {
        for (int k : indices) {
            Poll.until("replica " + k + " in step", LIMIT,
                    () -> health(k).contains("\"status\":\"ok\""), pods.get(k)::describe);
        }
    }

    private RpcClient rpc(int k) {
        return new RpcClient("http://" + addresses.get(k) + ":" + (ports + 1));
    }

    /** What the readiness probe asks. */
    private String health(int k) {
        try {
            return new RpcClient("http://" + addresses.get(k) + ":" + (ports + 2))
                    .page("/health");
        } catch (IOException _) {
            return "";
        }
    }

    private void writeHosts() throws IOException {
        List<String> lines = new ArrayList<>();
        addresses.forEach((k, address) -> lines.add(address + " replica-" + k + ".quorate.svc"));
        Files.write(folder.resolve("hosts"), lines);
    }

    private JsonNode podOf(int k, String file, String kind) throws IOException {
        Path path = folder.resolve("net/kubernetes/replica-" + k).resolve(file);
        for (String document : Files.readString(path).split("(?m)^---\\s*$")) {
            JsonNode object = YAML.readTree(document);
            if (object.path("kind").asString("").equals(kind)) {
                return object.at("/spec/template/spec");
            }
        }
        throw new AssertionError("no " + kind + " in " + path);
    }

    private int initContainer(int k) throws Exception {
        JsonNode pod = podOf(k, "replica.yaml", "StatefulSet");
        return ProductProcess.run(folder, arguments(k, pod.at("/initContainers/0"))).exitCode();
    }

    private int runJob(int k, String file) throws Exception {
        return ProductProcess.run(folder, arguments(k, podOf(k, file, "Job").at("/containers/0")))
                .exitCode();
    }

    private ProductProcess startPod(int k) throws IOException {
        JsonNode container = podOf(k, "replica.yaml", "StatefulSet").at("/containers/0");
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : container.get("env")) {
            environment.put(variable.get("name").asString(),
                    placed(k, variable.get("value").asString()));
        }
        environment.put("QUORATE_RPC_PORT", String.valueOf(ports + 1));
        environment.put("QUORATE_METRICS_PORT", String.valueOf(ports + 2));
        environment.put("QUORATE_JAVA_OPTS",
                "-Djdk.net.hosts.file=" + folder.resolve("hosts"));
        return ProductProcess.start(folder, environment, arguments(k, container));
    }

    private String[] arguments(int k, JsonNode container) {
        List<String> arguments = new ArrayList<>();
        container.get("args").forEach(word -> arguments.add(placed(k, word.asString())));
        return arguments.toArray(String[]::new);
    }

    /** What a pod has at a place that its volumes are mounted to. */
    private String placed(int k, String text) {
        Path own = folder.resolve("net/replica-" + k);
        return text.replace("/var/lib/quorate", folder.resolve("volumes/" + k).toString())
                .replace("/etc/quorate/keys", own.toString())
                .replace("/etc/quorate/config", own.toString())
                .replace("/etc/quorate/first", own.toString())
                .replace("/etc/quorate/genesis", folder.resolve("net").toString())
                .replace("0.0.0.0", addresses.get(k));
    }
}
