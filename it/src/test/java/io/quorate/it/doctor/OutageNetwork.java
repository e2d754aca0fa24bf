package io.quorate.it.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A network of processes whose parts a test breaks one by one, and a doctor that is asked what is wrong. */
final class OutageNetwork implements AutoCloseable {
    static final long CHAIN_ID = 20_263;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final int size;
    private final int p2pBase;
    private final CutLinks links = new CutLinks();
    private final List<Optional<ProductProcess>> replicas = new ArrayList<>();

    /** What the doctor said: its exit code, and its JSON. */
    record Said(int exitCode, JsonNode report) {
        List<String> codes() {
            return report.get("findings").findValuesAsText("code");
        }

        /** The findings of that code. */
        List<JsonNode> of(String code) {
            List<JsonNode> found = new ArrayList<>();
            report.get("findings").forEach(each -> {
                if (each.get("code").asText().equals(code)) found.add(each);
            });
            return found;
        }

        Said names(String code, int... replicas) {
            assertThat(exitCode).as(report.toPrettyString()).isEqualTo(1);
            assertThat(of(code)).as(code + " in " + report.toPrettyString())
                    .extracting(each -> each.get("replica").asInt(-1))
                    .containsExactlyInAnyOrder(java.util.Arrays.stream(replicas).boxed()
                            .toArray(Integer[]::new));
            assertThat(report.get("next").asText()).isNotBlank();
            return this;
        }
    }

    private OutageNetwork(Path folder, int size, int p2pBase) {
        this.folder = folder;
        this.size = size;
        this.p2pBase = p2pBase;
        for (int i = 0; i < size; i++) {
            replicas.add(Optional.empty());
        }
    }

    /** Lays the network out, each replica with a genesis file in which the others are behind links of ours. */
    static OutageNetwork layOut(Path folder, int size) throws Exception {
        int base = Ports.free(2 * size);
        ProductProcess.Finished init = ProductProcess.run(folder, "network", "init", "--replicas",
                String.valueOf(size), "--dir", "net", "--chain-id", String.valueOf(CHAIN_ID),
                "--base-port", String.valueOf(base), "--rpc-port", String.valueOf(base + size));
        assertThat(init.exitCode()).as(init.output()).isZero();
        OutageNetwork network = new OutageNetwork(folder, size, base);
        for (int i = 0; i < size; i++) {
            network.writeGenesis(i);
            network.editConfig(i, text -> text.replaceFirst("(?m)^genesis = .*$",
                    "genesis = \"genesis.json\""));
        }
        return network;
    }

    private void writeGenesis(int self) throws IOException {
        JsonNode genesis = JSON.readTree(folder.resolve("net/genesis.json").toFile());
        for (int other = 0; other < size; other++) {
            if (other == self) continue;
            ((ObjectNode) genesis.at("/quorate/validators/" + other)).put("endpoint",
                    "127.0.0.1:" + links.open(self, other, p2pBase + other));
        }
        Files.writeString(replicaFolder(self).resolve("genesis.json"), genesis.toPrettyString());
    }

    void editConfig(int replica, UnaryOperator<String> change) throws IOException {
        Path config = config(replica);
        String before = Files.readString(config);
        String after = change.apply(before);
        assertThat(after).as("an edit of " + config).isNotEqualTo(before);
        Files.writeString(config, after);
    }

    void editGenesis(int replica, java.util.function.Consumer<ObjectNode> change)
            throws IOException {
        Path file = replicaFolder(replica).resolve("genesis.json");
        ObjectNode genesis = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(genesis);
        Files.writeString(file, genesis.toPrettyString());
    }

    Path replicaFolder(int replica) {
        return folder.resolve("net/replica-" + replica);
    }

    Path config(int replica) {
        return replicaFolder(replica).resolve("quorate.toml");
    }

    Path data(int replica) {
        return replicaFolder(replica).resolve("data");
    }

    CutLinks links() {
        return links;
    }

    RpcClient rpc(int replica) {
        return new RpcClient("http://127.0.0.1:" + (p2pBase + size + replica));
    }

    int p2pPort(int replica) {
        return p2pBase + replica;
    }

    ProductProcess replica(int index) {
        return replicas.get(index).orElseThrow();
    }

    /** Starts one; does not wait. */
    ProductProcess launch(int replica, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("QUORATE_RPC_GROUPS", "*");
        ProductProcess process = ProductProcess.start(folder, all, "node", "--config",
                config(replica).toString());
        replicas.set(replica, Optional.of(process));
        return process;
    }

    /** Starts these and waits until each has a link to each other that was started. */
    void start(int... indices) {
        for (int each : indices) {
            launch(each, Map.of());
        }
        for (int each : indices) {
            replica(each).awaitReady();
        }
        awaitWhole();
    }

    /** Starts one with more in its environment and waits until it serves. */
    void start(int replica, Map<String, String> environment) {
        launch(replica, environment).awaitReady();
    }

    /** Links are whole, and whoever is dead is started. */
    void repair() {
        links.heal();
        for (int i = 0; i < size; i++) {
            if (!replica(i).isAlive()) start(i, Map.of());
        }
        awaitWhole();
    }

    /** Every replica that lives hears every other one, and follows. */
    void awaitWhole() {
        List<Integer> living = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (replicas.get(i).filter(ProductProcess::isAlive).isPresent()) living.add(i);
        }
        for (int each : living) {
            Poll.until("links of replica " + each, LIMIT, () -> {
                JsonNode health = health(each);
                return health.path("peers").asInt() >= living.size() - 1
                        && health.path("status").asText().equals("ok");
            }, this::describe);
        }
    }

    JsonNode health(int replica) {
        try {
            return JSON.readTree(rpc(replica).page("/health"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void kill(int replica) throws InterruptedException {
        replica(replica).killHard();
    }

    void stop(int replica) throws InterruptedException {
        assertThat(replica(replica).terminate()).isZero();
    }

    void signal(int replica, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal,
                String.valueOf(replica(replica).pid())).start().waitFor()).isZero();
    }

    /** Looks at the network's folder, and asks whoever runs. */
    Said doctor(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("--network", folder.resolve("net").toString(), "--seconds", "0.2"));
        arguments.addAll(List.of(more));
        return examined(arguments);
    }

    /** Asks these alone, as somebody who has no folder of theirs. */
    Said doctorOf(int... indices) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--seconds", "0.2"));
        for (int each : indices) {
            arguments.addAll(List.of("--rpc", rpc(each).url()));
        }
        return examined(arguments);
    }

    Said examined(List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("doctor", "--json"));
        all.addAll(arguments);
        ProductProcess.Finished finished = ProductProcess.run(folder,
                all.toArray(String[]::new));
        assertThat(finished.exitCode()).as(finished.output()).isIn(0, 1);
        return new Said(finished.exitCode(), JSON.readTree(finished.output()));
    }

    /** Asks again until it says so: a replica notices some things only after a while. */
    Said await(String code, Examiner examiner) {
        Said[] last = new Said[1];
        Poll.until("the doctor to say " + code, LIMIT, () -> {
            try {
                last[0] = examiner.examine();
                return last[0].codes().contains(code);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }, () -> last[0] + "\n" + describe());
        return last[0];
    }

    /** Asks the doctor once. */
    @FunctionalInterface
    interface Examiner {
        Said examine() throws Exception;
    }

    String describe() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append("--- replica ").append(i).append(": ").append(replicas.get(i)
                    .map(ProductProcess::describe).orElse("never started")).append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        replicas.forEach(each -> each.ifPresent(ProductProcess::close));
        links.close();
    }
}
