package io.quorate.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replicas that operators start, stop and move: each has a configuration, which may change, and a build that runs it. One
 * thread.
 */
final class Fleet implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(240);
    static final Path BUILD = ProductProcess.root().resolve("quorate");

    private final Path folder;
    private final List<Replica> replicas = new ArrayList<>();

    private record Replica(Path config, RpcClient rpc, ProductProcess process) {}

    private Fleet(Path folder) {
        this.folder = folder;
    }

    /** Lays out four replicas below {@code folder} and starts them. */
    static Fleet start(Path folder) throws InterruptedException {
        Fleet fleet = new Fleet(folder);
        int base = Ports.free(8);
        fleet.said("network", "init", "--replicas", "4", "--dir", "net", "--chain-id",
                String.valueOf(NodeNetwork.CHAIN_ID), "--base-port", String.valueOf(base),
                "--rpc-port", String.valueOf(base + 4));
        for (int i = 0; i < 4; i++) {
            fleet.add(folder.resolve("net/replica-" + i + "/quorate.toml"));
        }
        fleet.replicas.forEach(replica -> replica.process.awaitReady());
        return fleet;
    }

    /** Starts one more and gives its place; does not wait. */
    int add(Path config) {
        RpcClient rpc = new RpcClient("http://127.0.0.1:" + rpcPort(config));
        replicas.add(new Replica(config, rpc, launch(config, BUILD, Map.of())));
        return replicas.size() - 1;
    }

    private static String rpcPort(Path config) {
        try {
            return Files.readAllLines(config).stream().dropWhile(line -> !line.equals("[rpc]"))
                    .filter(line -> line.startsWith("port = ")).findFirst().orElseThrow()
                    .replaceAll("\\D", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProductProcess launch(Path config, Path launcher, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("QUORATE_RPC_GROUPS", "*");
        return ProductProcess.startAt(launcher, folder, all, "node", "--config",
                config.toString());
    }

    void stop(int index) throws InterruptedException {
        assertThat(replicas.get(index).process.terminate()).as(describe()).isZero();
    }

    /** Starts a stopped one again, from {@code config}, and waits until it takes part. */
    void begin(int index, Path config, Map<String, String> environment) {
        begin(index, config, environment, BUILD);
        awaitOk(index);
    }

    /** The same without waiting for more than that it answers. */
    void begin(int index, Path config, Map<String, String> environment, Path launcher) {
        Replica old = replicas.get(index);
        replicas.set(index,
                new Replica(config, old.rpc, launch(config, launcher, environment).awaitReady()));
    }

    /** What an operator waits for before the next one. */
    void awaitOk(int index) {
        Poll.until("replica " + index + " takes part", LIMIT,
                () -> health(index).path("status").asText().equals("ok"), this::describe);
    }

    JsonNode health(int index) {
        try {
            return new ObjectMapper().readTree(replicas.get(index).rpc.page("/health"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path config(int index) {
        return replicas.get(index).config;
    }

    RpcClient rpc(int index) {
        return replicas.get(index).rpc;
    }

    ProductProcess process(int index) {
        return replicas.get(index).process;
    }

    String admin(int organisation) {
        return folder.resolve("net/replica-" + (organisation - 1) + "/admin.key").toString();
    }

    /** What the command printed; it has to succeed. */
    String said(String... arguments) throws InterruptedException {
        return said(0, arguments);
    }

    String said(int exitCode, String... arguments) throws InterruptedException {
        ProductProcess.Finished finished = ProductProcess.run(folder, arguments);
        assertThat(finished.exitCode()).as(finished.output()).isEqualTo(exitCode);
        assertThat(finished.output()).doesNotContain("\tat ");
        return finished.output();
    }

    String describe() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < replicas.size(); i++) {
            text.append("--- replica ").append(i).append(": ")
                    .append(replicas.get(i).process.describe()).append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        replicas.forEach(replica -> replica.process.close());
    }
}
