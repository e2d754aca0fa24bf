package io.quorate.node.bench.ordering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.genesis.NetworkLayout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process for each replica, over TLS on loopback; they take their orders on standard input. */
final class ProcessEach implements Committee {
    private static final long STOP_SECONDS_MAX = 20;

    private final List<Process> processes = new ArrayList<>();
    private final List<BufferedReader> answers = new ArrayList<>();
    private final List<Writer> orders = new ArrayList<>();

    static ProcessEach start(NetworkLayout layout, Path launcher) {
        ProcessEach committee = new ProcessEach();
        // Also where the benchmark is interrupted, or its children would go on.
        Runtime.getRuntime().addShutdownHook(new Thread(committee::close, "bench-stop"));
        try {
            for (NetworkLayout.Replica replica : layout.replicas()) {
                Process process = new ProcessBuilder(launcher.toString(), "bench",
                        "ordering-replica", replica.configFile().toString(),
                        Integer.toString(replica.index()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
                committee.processes.add(process);
                committee.answers.add(process.inputReader(StandardCharsets.UTF_8));
                committee.orders.add(process.outputWriter(StandardCharsets.UTF_8));
            }
            for (BufferedReader answer : committee.answers) {
                line(answer);
            }
        } catch (IOException e) {
            committee.close();
            throw new UncheckedIOException("a replica cannot be started", e);
        }
        return committee;
    }

    private static String line(BufferedReader answer) throws IOException {
        String line = answer.readLine();
        if (line == null) throw new IOException("a replica's process ended");
        return line;
    }

    @Override
    public Measured run(Phase phase) {
        try {
            for (Writer order : orders) {
                order.write(phase.toJson() + "\n");
                order.flush();
            }
            List<PhaseResult> results = new ArrayList<>();
            Map<Stage, Long> cpu = new EnumMap<>(Stage.class);
            for (BufferedReader answer : answers) {
                JsonNode json = new ObjectMapper().readTree(line(answer));
                results.add(PhaseResult.of(json));
                PhaseResult.cpuOf(json)
                        .forEach((stage, nanos) -> cpu.merge(stage, nanos, Long::sum));
            }
            return new Measured(phase, results, cpu);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Long> pids() {
        return processes.stream().map(Process::pid).toList();
    }

    @Override
    public void close() {
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
}
