package io.quorate.node.bench.ordering;

import io.quorate.genesis.CertificateSuite;
import io.quorate.genesis.NetworkInit;
import io.quorate.genesis.NetworkLayout;
import io.quorate.genesis.NetworkSpec;
import io.quorate.node.bench.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Decisions, latency and processor time of the ordering layer, with logs that are synced for each vote. */
public final class OrderingBench {
    private static final long CHAIN_ID = 1337;
    private static final int LIGHT_PER_SECOND = 50;

    private OrderingBench() {}

    /**
     * @param launcher {@code quorate}'s own, for a process each
     * @param isRecorded whether memory and processor time of the processes are sampled for charts
     * @param logs where the replicas' logs are written; a folder of this run's own is made in it and removed
     */
    public record Options(boolean isProcessEach, Path launcher, Path logs, int replicas,
            List<Integer> operationBytes, int seconds, int warmUpSeconds, boolean isRecorded) {
        public Options {
            operationBytes = List.copyOf(operationBytes);
        }
    }

    public static OrderingReport run(Options options) {
        try {
            Path folder = Files.createTempDirectory(options.logs(), "quorate-bench-");
            try {
                return run(options, layOut(folder, options.replicas()));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the logs of the benchmark", e);
        }
    }

    private static NetworkLayout layOut(Path folder, int replicas) throws IOException {
        return NetworkInit.create(new NetworkSpec(replicas, folder.resolve("net"), CHAIN_ID,
                List.of(), freePorts(2 * replicas), freePorts(2 * replicas) + replicas,
                CertificateSuite.SECP256K1));
    }

    /** The first of {@code count} ports in a row that are free at this moment. */
    private static int freePorts(int count) throws IOException {
        try (ServerSocket first = new ServerSocket(0)) {
            return Math.min(first.getLocalPort() + 1, 65_000 - count);
        }
    }

    private static OrderingReport run(Options options, NetworkLayout layout) {
        try (Committee committee = options.isProcessEach
                ? ProcessEach.start(layout, options.launcher)
                : OneProcess.start(layout)) {
            Usage usage = Usage.watch(options.isRecorded ? committee.pids() : List.of());
            List<Committee.Measured> measured;
            try {
                measured = measure(options, committee);
            } finally {
                usage.close();
            }
            return OrderingReport.of(options, measured, usage.charts());
        }
    }

    private static List<Committee.Measured> measure(Options options, Committee committee) {
        List<Committee.Measured> measured = new ArrayList<>();
        if (options.warmUpSeconds > 0) {
            committee.run(new Phase("warm-up", options.operationBytes.getFirst(), 0,
                    options.warmUpSeconds));
        }
        for (int bytes : options.operationBytes) {
            measured.add(committee.run(
                    new Phase("light", bytes, LIGHT_PER_SECOND, options.seconds)));
            measured.add(committee.run(new Phase("full", bytes, 0, options.seconds)));
        }
        return measured;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
