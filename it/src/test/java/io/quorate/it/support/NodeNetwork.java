package io.quorate.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A network laid out by {@code network init}, each replica a process of its own, over TLS on loopback. */
public final class NodeNetwork implements AutoCloseable {
    public static final long CHAIN_ID = 20261;

    private final Path folder;
    private final int rpcBase;
    private final Map<String, String> environment;
    private final List<ProductProcess> replicas = new ArrayList<>();

    private NodeNetwork(Path folder, int rpcBase, Map<String, String> environment) {
        this.folder = folder;
        this.rpcBase = rpcBase;
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("QUORATE_RPC_GROUPS", "*"); // tests look into everything
        this.environment = Map.copyOf(all);
    }

    /** Lays the network out and starts all of it. */
    public static NodeNetwork start(Path folder, int size) throws InterruptedException {
        NodeNetwork network = layOut(folder, size);
        network.start(size);
        return network;
    }

    /** Lays the network out and starts nothing. */
    public static NodeNetwork layOut(Path folder, int size) throws InterruptedException {
        return layOut(folder, size, Map.of());
    }

    /**
     * As {@link #layOut(Path, int)}; the replicas' processes will have more in their environment, and {@code init}
     * gets more options.
     */
    public static NodeNetwork layOut(Path folder, int size, Map<String, String> environment,
            String... options) throws InterruptedException {
        int base = Ports.free(2 * size);
        List<String> arguments = new ArrayList<>(List.of("network", "init", "--replicas",
                String.valueOf(size), "--dir", "net", "--chain-id", String.valueOf(CHAIN_ID),
                "--base-port", String.valueOf(base), "--rpc-port", String.valueOf(base + size)));
        arguments.addAll(List.of(options));
        ProductProcess.Finished init = ProductProcess.run(folder,
                arguments.toArray(String[]::new));
        assertThat(init.exitCode()).as(init.output()).isZero();
        return new NodeNetwork(folder, base + size, environment);
    }

    /** Starts the first {@code count} replicas and waits until they are ready. */
    public void start(int count) {
        for (int i = replicas.size(); i < count; i++) {
            replicas.add(launch(i));
        }
        replicas.forEach(ProductProcess::awaitReady);
    }

    private ProductProcess launch(int index) {
        return ProductProcess.start(folder, environment, "node", "--config",
                folder.resolve("net/replica-" + index + "/quorate.toml").toString());
    }

    /** The folder of one replica's configuration and keys. */
    public Path replicaFolder(int index) {
        return folder.resolve("net/replica-" + index);
    }

    public int size() {
        return replicas.size();
    }

    public ProductProcess replica(int index) {
        return replicas.get(index);
    }

    public RpcClient rpc(int index) {
        return new RpcClient("http://127.0.0.1:" + (rpcBase + index));
    }

    public void kill(int index) throws InterruptedException {
        replicas.get(index).killHard();
    }

    /** Starts a replica that was killed; does not wait until it is ready. */
    public void restart(int index) {
        replicas.set(index, launch(index));
    }

    /** Waits until every replica has {@code hash}'s receipt, then checks that all receipts are equal. */
    public JsonNode awaitReceiptEverywhere(String hash, Duration limit) {
        for (int i = 0; i < size(); i++) {
            RpcClient rpc = rpc(i);
            Poll.until("receipt of " + hash + " at replica " + i, limit,
                    () -> rpc.isUp() && rpc.receipt(hash).isPresent(), this::describe);
        }
        JsonNode first = rpc(0).call("eth_getTransactionReceipt", hash);
        for (int i = 1; i < size(); i++) {
            assertThat(rpc(i).call("eth_getTransactionReceipt", hash)).isEqualTo(first);
        }
        return first;
    }

    /** Every block up to the lowest head is the same, byte for byte, at every replica. */
    public long assertSameChain() {
        long height = Long.MAX_VALUE;
        for (int i = 0; i < size(); i++) {
            height = Math.min(height, rpc(i).blockNumber());
        }
        for (long number = 0; number <= height; number++) {
            String quantity = "0x" + Long.toHexString(number);
            JsonNode block = rpc(0).call("eth_getBlockByNumber", quantity, false);
            assertThat(block.get("stateRoot").asText()).hasSize(66);
            JsonNode receipts = rpc(0).call("eth_getBlockReceipts", quantity);
            for (int i = 1; i < size(); i++) {
                assertThat(rpc(i).call("eth_getBlockByNumber", quantity, false))
                        .as("block %s of replica %s", number, i).isEqualTo(block);
                assertThat(rpc(i).call("eth_getBlockReceipts", quantity))
                        .as("receipts of block %s of replica %s", number, i).isEqualTo(receipts);
            }
        }
        return height;
    }

    /** Waits until all replicas report the same head. */
    public void awaitSameHead(Duration limit) {
        Poll.until("the same head everywhere", limit, () -> {
            String first = null;
            for (int i = 0; i < size(); i++) {
                RpcClient rpc = rpc(i);
                if (!rpc.isUp()) return false;
                String hash = rpc.call("eth_getBlockByNumber", "latest", false).get("hash")
                        .asText();
                if (first != null && !Objects.equals(first, hash)) return false;
                first = hash;
            }
            return true;
        }, this::describe);
    }

    /** The end of every replica's output, for a failure's message. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            text.append("--- replica ").append(i).append(": ").append(replicas.get(i).describe())
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        replicas.forEach(ProductProcess::close);
    }
}
