package io.quorate.node.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A network of child processes on free ports of loopback, stopped and removed at the end. */
public final class ChildNetwork implements BenchNetwork {
    private static final long READY_SECONDS_MAX = 120;
    private static final long STOP_SECONDS_MAX = 20;
    private static final long CHAIN_ID = 1337;

    private final Path folder;
    private final Map<String, String> environment;
    private final List<Process> processes = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();
    private long startMillis;

    private ChildNetwork(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    public static ChildNetwork start(BenchOptions options) {
        return start(options, Map.of());
    }

    /** With more in the environment of the processes. */
    public static ChildNetwork start(BenchOptions options, Map<String, String> environment) {
        try {
            ChildNetwork network = new ChildNetwork(Files.createTempDirectory("quorate-bench-"),
                    environment);
            // Also where the benchmark is interrupted, or its children would go on.
            Runtime.getRuntime().addShutdownHook(new Thread(network::stop, "bench-stop"));
            try {
                network.launch(options);
                return network;
            } catch (IOException | BenchException e) {
                network.close();
                throw e;
            }
        } catch (IOException e) {
            throw new BenchException("a network cannot be started: " + e.getMessage(), e);
        }
    }

    private void launch(BenchOptions options) throws IOException {
        String launcher = options.launcher().toString();
        String replicas = Integer.toString(options.replicas());
        List<List<String>> commands = new ArrayList<>();
        switch (options.layout()) {
            case ONE_PROCESS -> commands.add(List.of(launcher, "dev", "--replicas", replicas,
                    "--rpc-port", "0", "--log-level", "warn"));
            case PROCESS_PER_REPLICA -> {
                Path dir = folder.resolve("net");
                int ports = LoopbackPorts.freeInARow(2 * options.replicas());
                run(List.of(launcher, "network", "init", "--chain-id", Long.toString(CHAIN_ID),
                        "--replicas", replicas, "--dir", dir.toString(), "--base-port",
                        Integer.toString(ports), "--rpc-port",
                        Integer.toString(ports + options.replicas())));
                for (int i = 0; i < options.replicas(); i++) {
                    commands.add(List.of(launcher, "node", "--config",
                            dir.resolve("replica-" + i).resolve("quorate.toml").toString(),
                            "--log-level", "warn"));
                }
            }
        }
        long startNanos = System.nanoTime();
        List<CompletableFuture<List<String>>> readies = new ArrayList<>();
        for (List<String> command : commands) {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            Process process = builder.start();
            processes.add(process);
            readies.add(CompletableFuture.supplyAsync(() -> awaitReady(process), task -> Thread
                    .ofPlatform().daemon().name("output-" + process.pid()).start(task)));
        }
        for (CompletableFuture<List<String>> ready : readies) {
            try {
                urls.addAll(ready.orTimeout(READY_SECONDS_MAX, TimeUnit.SECONDS).join());
            } catch (CompletionException e) {
                throw e.getCause() instanceof BenchException cause ? cause
                        : new BenchException("a replica was not ready within " + READY_SECONDS_MAX
                                + " s", e);
            }
        }
        startMillis = (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** The URLs of the line that begins with {@code ready}; the output is drained after it. */
    private static List<String> awaitReady(Process process) {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        try {
            String line = output.readLine();
            while (line != null && !line.startsWith("ready")) {
                line = output.readLine();
            }
            if (line == null) throw new BenchException("a replica ended before it was ready");
            Thread.ofPlatform().daemon().start(() -> drain(output));
            return Stream.of(line.split(" ")).filter(word -> word.startsWith("http://")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(BufferedReader output) {
        try (output) {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            if (process.waitFor() != 0) {
                throw new BenchException("'" + String.join(" ", command) + "' failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    @Override
    public List<String> urls() {
        return List.copyOf(urls);
    }

    @Override
    public List<Long> pids() {
        return processes.stream().map(Process::pid).toList();
    }

    @Override
    public Optional<Long> startMillis() {
        return Optional.of(startMillis);
    }

    @Override
    public void close() {
        stop();
        deleteFolder();
    }

    private void stop() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }

    private void deleteFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
