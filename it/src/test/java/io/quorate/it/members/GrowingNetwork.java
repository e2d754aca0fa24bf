package io.quorate.it.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Four replicas of four organisations, as processes, and those that join; changed by what operators and admins type. */
final class GrowingNetwork implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(240);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final NodeNetwork network;
    private final Map<Integer, Node> joined = new TreeMap<>();

    /** One that joined, by its number in the registry. */
    private record Node(Path config, int member, RpcClient rpc, ProductProcess process) {}

    private GrowingNetwork(Path folder, NodeNetwork network) {
        this.folder = folder;
        this.network = network;
    }

    static GrowingNetwork start(Path folder) throws InterruptedException {
        return new GrowingNetwork(folder, NodeNetwork.start(folder, 4));
    }

    NodeNetwork first() {
        return network;
    }

    Path adminKey(int organisation) {
        return network.replicaFolder(organisation - 1).resolve("admin.key");
    }

    RpcClient rpc(int number) {
        return number < 4 ? network.rpc(number) : joined.get(number).rpc;
    }

    ProductProcess process(int number) {
        return number < 4 ? network.replica(number) : joined.get(number).process;
    }

    /** The command succeeds at the first replica. */
    String said(String... arguments) throws InterruptedException {
        ProductProcess.Finished finished = ProductProcess.run(folder, withRpc(arguments));
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        return finished.output();
    }

    JsonNode json(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return JSON.readTree(said(all.toArray(String[]::new)));
    }

    private String[] withRpc(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--rpc", network.rpc(0).url()));
        return all.toArray(String[]::new);
    }

    /** What the first organisation proposes, the second and the third agree to. */
    void decide(String... proposal) throws Exception {
        List<String> all = new ArrayList<>(List.of(proposal));
        all.addAll(List.of("--account", adminKey(1).toString(), "--yes"));
        String id = json(all.toArray(String[]::new)).path("proposal").asText();
        int organisation = 2;
        JsonNode vote = json("members", "show", id);
        while (vote.path("approvals").asInt() < vote.path("needed").asInt()) {
            vote = json("members", "approve", id, "--account",
                    adminKey(organisation++).toString());
        }
        said("members", "execute", id, "--account", adminKey(1).toString(), "--yes");
    }

    /** A node's folder, whose node.json an admin may propose. */
    Path prepare(String name, int organisation, String... options) throws InterruptedException {
        int port = Ports.free(2);
        List<String> all = new ArrayList<>(List.of("members", "prepare", "--dir", name,
                "--genesis", "net/genesis.json", "--organisation", String.valueOf(organisation),
                "--name", name, "--endpoint", "127.0.0.1:" + port, "--rpc-port",
                String.valueOf(port + 1)));
        all.addAll(List.of(options));
        ProductProcess.Finished made = ProductProcess.run(folder, all.toArray(String[]::new));
        assertThat(made.exitCode()).as(made.output()).isZero();
        return folder.resolve(name);
    }

    /** Starts what was prepared, as the node of that number. */
    void launch(Path home, int number) throws IOException {
        launch(home, number, number);
    }

    /** Under {@code number} here, while it says that it is {@code member}. */
    void launch(Path home, int number, int member) throws IOException {
        Path config = home.resolve("quorate.toml");
        Matcher port = Pattern.compile("\\[rpc\\].*?\\nport = (\\d+)", Pattern.DOTALL)
                .matcher(Files.readString(config));
        assertThat(port.find()).isTrue();
        joined.put(number, new Node(config, member,
                new RpcClient("http://127.0.0.1:" + port.group(1)),
                process(config, member).awaitReady()));
    }

    /** Ends it and starts it again with what its settings say by now. */
    void relaunch(int number) throws InterruptedException {
        Node node = joined.get(number);
        assertThat(node.process.terminate()).isZero();
        joined.put(number, new Node(node.config, node.member, node.rpc,
                process(node.config, node.member).awaitReady()));
    }

    private ProductProcess process(Path config, int member) {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUORATE_NODE_MEMBER", String.valueOf(member));
        environment.put("QUORATE_RPC_GROUPS", "*");
        return ProductProcess.start(folder, environment, "node", "--config", config.toString());
    }

    /** Goes on with blocks until it is so. */
    void awaitEpoch(long epoch, int... numbers) {
        for (int number : numbers) {
            awaitHealth(number, "epoch " + epoch,
                    health -> health.path("epoch").asLong() >= epoch);
        }
    }

    void awaitVoting(int number) {
        awaitHealth(number, "a vote",
                health -> !health.path("status").asText().equals("learner"));
    }

    void awaitHealth(int number, String what, Predicate<JsonNode> good) {
        Poll.until(what + " of node " + number, LIMIT, () -> good.test(health(number)),
                this::describe);
    }

    JsonNode health(int number) {
        try {
            return JSON.readTree(rpc(number).page("/health"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sum over all its tags of a counter, 0 where it is not told. */
    double metric(int number, String beginning) {
        try {
            return rpc(number).page("/metrics").lines()
                    .filter(line -> line.startsWith(beginning))
                    .mapToDouble(line -> Double.parseDouble(
                            line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void await(String what, BooleanSupplier condition) {
        Poll.until(what, LIMIT, condition, this::describe);
    }

    /** A transaction through that node, which has to succeed. */
    void ping(int number) {
        JsonNode receipt = rpc(number).call("eth_sendRawTransactionSync",
                Wallet.unfunded(NodeNetwork.CHAIN_ID).signPing(), 60_000);
        assertThat(receipt.path("status").asText()).as(receipt.toString()).isEqualTo("0x1");
    }

    private String describe() {
        StringBuilder text = new StringBuilder(network.describe());
        joined.forEach((number, node) -> text.append("--- node ").append(number).append(": ")
                .append(node.process.describe()).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        joined.values().forEach(node -> node.process.close());
        network.close();
    }
}
