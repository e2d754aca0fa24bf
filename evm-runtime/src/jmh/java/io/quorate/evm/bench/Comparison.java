package io.quorate.evm.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the workloads on all engines and prints one table. Arguments: {@code anvil=PATH} of the binary (left
 * out: no revm), {@code besu=no}, {@code only=A,B} workloads, {@code warmup=N} and {@code iterations=N} seconds.
 */
public final class Comparison {
    private Comparison() {}

    public static void main(String[] arguments)
            throws RunnerException, IOException, InterruptedException {
        Map<String, String> options = new java.util.HashMap<>();
        for (String argument : arguments) {
            if (argument.isBlank()) continue;
            String[] parts = argument.split("=", 2);
            options.put(parts[0], parts[1]);
        }
        List<Workload> workloads = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            String only = options.getOrDefault("only", "");
            if (only.isEmpty() || List.of(only.split(",")).contains(workload.name())) {
                workloads.add(workload);
            }
        }
        boolean withBesu = !options.getOrDefault("besu", "yes").equals("no");
        Map<Workload, Double> ours = new EnumMap<>(Workload.class);
        Map<Workload, Double> besu = new EnumMap<>(Workload.class);
        Map<Workload, Double> revm = new EnumMap<>(Workload.class);
        Optional<String> binary = Optional.ofNullable(options.get("anvil"))
                .filter(path -> !path.isEmpty());
        for (Workload workload : workloads) { // the engines of one workload close together in time
            ours.put(workload, jmh(workload, EvmBenchmark.Peer.QUORATE, options));
            if (withBesu && workload.runsOnBesu()) {
                besu.put(workload, jmh(workload, EvmBenchmark.Peer.BESU, options));
            }
            if (binary.isPresent() && workload.runsOnAnvil()) {
                try (Anvil anvil = new Anvil(Path.of(binary.get()))) {
                    revm.put(workload, anvil.measure(workload));
                }
            }
            System.out.println(row(workload, ours, besu, revm)); // what there is if a later one fails
        }
        System.out.println(table(workloads, ours, besu, revm));
    }

    private static double jmh(Workload workload, EvmBenchmark.Peer peer,
            Map<String, String> options) throws RunnerException {
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .include(EvmBenchmark.class.getName().replace(".", "\\."))
                .param("workload", workload.name()).param("peer", peer.name())
                .shouldFailOnError(true);
        Optional.ofNullable(options.get("warmup"))
                .ifPresent(n -> builder.warmupIterations(Integer.parseInt(n)));
        Optional.ofNullable(options.get("iterations"))
                .ifPresent(n -> builder.measurementIterations(Integer.parseInt(n)));
        RunResult result = new Runner(builder.build()).run().iterator().next();
        return 1e3 * result.getSecondaryResults().get("gas").getScore()
                / result.getSecondaryResults().get("cpuNanos").getScore();
    }

    private static String table(List<Workload> workloads, Map<Workload, Double> ours,
            Map<Workload, Double> besu, Map<Workload, Double> revm) {
        StringBuilder out = new StringBuilder(
                "| million gas a second of processor time | ours | Besu jar | ratio | revm (anvil) | ratio |\n"
                        + "|---|---|---|---|---|---|\n");
        for (Workload workload : workloads) {
            out.append(row(workload, ours, besu, revm)).append('\n');
        }
        return out.append("| geometric mean of ratios | | | ").append(ratio(mean(ours, besu)))
                .append(" | | ").append(ratio(mean(ours, revm))).append(" |\n").toString();
    }

    private static String row(Workload workload, Map<Workload, Double> ours,
            Map<Workload, Double> besu, Map<Workload, Double> revm) {
        StringBuilder out = new StringBuilder("| ")
                .append(workload.name().toLowerCase(Locale.ROOT)).append(" | ")
                .append(number(ours.get(workload)));
        for (Map<Workload, Double> peer : List.of(besu, revm)) {
            Double theirs = peer.get(workload);
            out.append(" | ").append(theirs == null ? "" : number(theirs)).append(" | ")
                    .append(theirs == null ? "" : ratio(ours.get(workload) / theirs));
        }
        return out.append(" |").toString();
    }

    private static double mean(Map<Workload, Double> ours, Map<Workload, Double> theirs) {
        return Math.exp(theirs.entrySet().stream()
                .mapToDouble(entry -> Math.log(ours.get(entry.getKey()) / entry.getValue()))
                .average().orElse(Double.NaN));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
