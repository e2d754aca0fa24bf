package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.bench.ordering.OrderingBench;
import io.quorate.node.bench.ordering.OrderingReport;
import io.quorate.node.bench.report.BenchResults;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate bench ordering}: the ordering layer without a ledger. */
@Command(name = "ordering", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Measures the ordering layer by itself: replicas with synced logs and an application that does nothing.", footer = {
        "", "Light load is 50 operations a second; full load is as many of the largest",
        "proposals as the protocol takes.", "", "Examples:",
        "  ./quorate bench ordering --seconds 5",
        "  ./quorate bench ordering --processes --json"})
final class BenchOrderingCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private LogOptions log;

    @Option(names = "--processes", description = "A process for each replica, over TLS on loopback (default: one process, joined in memory).")
    private boolean processes;

    @Option(names = "--replicas", paramLabel = "N", defaultValue = "4", description = "Size of the committee (default: 4).")
    private int replicas;

    @Option(names = "--bytes", paramLabel = "N", split = ",", defaultValue = "180,1024", description = "Sizes of an operation (default: 180,1024).")
    private List<Integer> operationBytes = List.of();

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "How long each load is kept up (default: 10).")
    private int seconds;

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "10", description = "Full load before that (default: 10).")
    private int warmUpSeconds;

    @Option(names = "--dir", paramLabel = "DIR", description = "An existing folder on the disk to measure (default: the system's temporary folder).")
    private Path dir = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--json", description = "Print the results as one line of JSON.")
    private boolean json;

    @Option(names = "--report", paramLabel = "DIR", description = "Also write report.html, a page with charts, and results.json there.")
    private Path reportFolder;

    @Override
    public Integer call() {
        log.applyOr("error");
        if (replicas < 4) throw new OperatorException("--replicas: " + replicas + " is below 4.");
        if (seconds < 1) throw new OperatorException("--seconds: " + seconds + " is below 1.");
        operationBytes.stream().filter(bytes -> bytes < 1 || bytes > 200_000).findFirst()
                .ifPresent(bytes -> {
                    throw new OperatorException(
                            "--bytes: " + bytes + " is not between 1 and 200000.");
                });
        if (!Files.isDirectory(dir)) {
            throw new OperatorException("--dir: " + dir + " is not a folder.");
        }
        Optional<BenchResults> results = Optional.ofNullable(reportFolder)
                .map(folder -> BenchResults.begin(folder, "bench ordering", dir));
        OrderingReport report = OrderingBench.run(new OrderingBench.Options(processes,
                Path.of(System.getProperty("quorate.root", ".")).resolve("quorate"),
                dir.toAbsolutePath(), replicas, operationBytes, seconds,
                Math.max(0, warmUpSeconds), results.isPresent()));
        results.ifPresent(each -> write(each, report));
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(report.toJson());
        else report.printText(out);
        out.flush();
        return 0;
    }

    private void write(BenchResults results, OrderingReport report) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("processes", processes);
        parameters.put("replicas", replicas);
        parameters.put("operationBytes", operationBytes);
        parameters.put("seconds", seconds);
        parameters.put("warmUpSeconds", Math.max(0, warmUpSeconds));
        results.write(report.toJson(), parameters, Map.of(), report.charts());
        spec.commandLine().getErr().println("report: " + results.page());
    }
}
