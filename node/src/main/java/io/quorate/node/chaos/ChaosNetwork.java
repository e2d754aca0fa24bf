package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.genesis.NetworkInit;
import io.quorate.genesis.NetworkLayout;
import io.quorate.genesis.NetworkSpec;
import io.quorate.node.bench.LoopbackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Replicas as {@code network init} lays them out, except that each has a genesis file of its own, in which the
 * others' addresses are ports of {@link Links}.
 */
final class ChaosNetwork implements AutoCloseable {
    static final long CHAIN_ID = 20_262;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration RPC_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Links links;
    private final List<ReplicaChild> replicas = new ArrayList<>();

    private ChaosNetwork(int size) {
        links = new Links(size);
    }

    static ChaosNetwork layOut(Path launcher, Path folder, int size,
            Map<String, String> environment) {
        ChaosNetwork network = new ChaosNetwork(size);
        try {
            NetworkLayout layout = NetworkInit
                    .create(NetworkSpec.onLoopback(size, folder.resolve("net"), CHAIN_ID));
            List<Integer> ports = LoopbackPorts.free(2 * size);
            for (int i = 0; i < size; i++) {
                Path replica = layout.replicas().get(i).dir();
                network.writeGenesis(layout.genesisFile(), replica, i, ports);
                network.writeConfig(layout.replicas().get(i).configFile(), ports.get(i),
                        ports.get(size + i));
                network.replicas.add(new ReplicaChild(i, launcher, replica,
                        folder.resolve("replica-" + i + ".log"),
                        new Rpc(ports.get(size + i), RPC_TIMEOUT), environment));
            }
            return network;
        } catch (IOException e) {
            network.links.close();
            throw new ChaosException("the network cannot be laid out: " + e.getMessage(), e);
        }
    }

    private void writeGenesis(Path common, Path replica, int self, List<Integer> ports)
            throws IOException {
        JsonNode genesis = JSON.readTree(Files.readString(common));
        JsonNode validators = genesis.path("quorate").path("validators");
        for (int other = 0; other < validators.size(); other++) {
            int port = other == self ? ports.get(self) : links.open(self, other, ports.get(other));
            ((ObjectNode) validators.get(other)).put("endpoint", "127.0.0.1:" + port);
        }
        Files.writeString(replica.resolve("genesis.json"), genesis.toPrettyString());
    }

    private void writeConfig(Path file, int p2pPort, int rpcPort) throws IOException {
        List<String> lines = new ArrayList<>();
        String section = "";
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("[")) section = line;
            if (line.startsWith("genesis =")) lines.add("genesis = \"genesis.json\"");
            else if (line.startsWith("port =") && section.equals("[p2p]")) {
                lines.add("port = " + p2pPort);
            } else if (line.startsWith("port =") && section.equals("[rpc]")) {
                lines.add("port = " + rpcPort);
            } else lines.add(line);
        }
        Files.write(file, lines);
    }

    void start() {
        replicas.forEach(ReplicaChild::start);
    }

    Links links() {
        return links;
    }

    List<ReplicaChild> replicas() {
        return replicas;
    }

    List<Rpc> rpcs() {
        return replicas.stream().map(ReplicaChild::rpc).toList();
    }

    /** As most of those who answer say; 0 if nobody does. */
    int leader() {
        int[] votes = new int[replicas.size()];
        for (ReplicaChild replica : replicas) {
            replica.health().map(health -> health.path("leader").asInt()).ifPresent(
                    leader -> votes[leader]++);
        }
        int leader = 0;
        for (int i = 1; i < votes.length; i++) {
            if (votes[i] > votes[leader]) leader = i;
        }
        return leader;
    }

    /** When so many replicas answered, whatever they said, as {@code System.nanoTime()}. */
    long awaitUp(int count, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (replicas.stream().filter(replica -> replica.health().isPresent()).count() < count) {
            if (System.nanoTime() > deadline) {
                throw new ChaosException(
                        "no quorum of replicas answers after " + limit.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return System.nanoTime();
    }

    /** Waits until every replica takes part, and none is behind what the first one had when asked; else says who. */
    Optional<String> awaitWhole(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        long goal = 0;
        for (ReplicaChild replica : replicas) {
            goal = Math.max(goal, replica.health()
                    .map(health -> health.path("block").asLong()).orElse(0L));
        }
        for (ReplicaChild replica : replicas) {
            Optional<JsonNode> health = replica.health();
            while (!isWhole(health, goal)) {
                if (!replica.isAlive()) {
                    return Optional.of("replica " + replica.index() + " has ended");
                }
                if (System.nanoTime() > deadline) {
                    return Optional.of("replica " + replica.index() + " does not take part after "
                            + limit.toSeconds() + " s, at block " + goal + ": " + health);
                }
                LockSupport.parkNanos(POLL.toNanos());
                health = replica.health();
            }
        }
        return Optional.empty();
    }

    private static boolean isWhole(Optional<JsonNode> health, long block) {
        return health.isPresent() && health.get().path("status").asText().equals("ok")
                && health.get().path("block").asLong() >= block;
    }

    @Override
    public void close() {
        links.heal(false);
        try {
            for (ReplicaChild replica : replicas) {
                replica.resumeIfPaused();
                replica.terminate();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            links.close();
        }
    }
}
