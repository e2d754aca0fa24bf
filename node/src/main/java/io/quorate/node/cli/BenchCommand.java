package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.bench.Bench;
import io.quorate.node.bench.BenchException;
import io.quorate.node.bench.BenchOptions;
import io.quorate.node.bench.BenchReport;
import io.quorate.node.bench.report.BenchResults;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate bench}: what this machine makes of a network. */
@Command(name = "bench", subcommands = {BenchOrderingCommand.class, BenchLedgerCommand.class,
        BenchRpcCommand.class, BenchAbuseCommand.class,
        BenchReplicaCommand.class}, mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Measures start, latency, throughput, memory and processor time of a network.", footer = {
                "", "Without --url a network is started on free ports and removed at the end.",
                "", "Examples:", "  ./quorate bench --transfers 3000 --warm-up 1000",
                "  ./quorate bench --processes --json"})
final class BenchCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private LogOptions log;

    @ArgGroup
    private Which which = new Which();

    /** At most one of them. */
    private static final class Which {
        @Option(names = "--in-process", description = "Start all replicas in one process, as 'dev' does (the default).")
        private boolean inProcess;

        @Option(names = "--processes", description = "Start each replica as a process of its own.")
        private boolean processes;

        @Option(names = "--url", paramLabel = "URL", split = ",", description = "Measure the network that answers here, one URL for each replica.")
        private List<String> urls = List.of();
    }

    @Option(names = "--pid", paramLabel = "PID", split = ",", description = "With --url: the network's processes, for memory and processor time.")
    private List<Long> pids = List.of();

    @Option(names = "--replicas", paramLabel = "N", defaultValue = "4", description = "Replicas to start (default: 4).")
    private int replicas;

    @Option(names = "--latency-count", paramLabel = "N", defaultValue = "300", description = "Transfers sent one by one (default: 300).")
    private int latencyCount;

    @Option(names = "--transfers", paramLabel = "N", defaultValue = "30000", description = "Transfers of the sustained load (default: 30000).")
    private int transfers;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "10000", description = "Transfers sent before the measured ones (default: 10000).")
    private int warmUp;

    @Option(names = "--senders", paramLabel = "N", defaultValue = "200", description = "Accounts that send them (default: 200).")
    private int senders;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "100", description = "Transfers in one HTTP request (default: 100).")
    private int batchLength;

    @Option(names = "--pause", paramLabel = "MILLIS", defaultValue = "5", description = "Between two transfers sent one by one (default: 5).")
    private int pauseMillis;

    @Option(names = "--json", description = "Print the results as one line of JSON.")
    private boolean json;

    @Option(names = "--report", paramLabel = "DIR", description = "Also write report.html, a page with charts, and results.json there.")
    private Path report;

    @Override
    public Integer call() {
        log.applyOr("warn");
        requirePositive("--replicas", replicas);
        requirePositive("--latency-count", latencyCount);
        requirePositive("--transfers", transfers);
        requirePositive("--senders", senders);
        requirePositive("--batch", batchLength);
        BenchOptions options = new BenchOptions(
                which.processes ? BenchOptions.Layout.PROCESS_PER_REPLICA
                        : BenchOptions.Layout.ONE_PROCESS,
                which.urls, pids,
                Path.of(System.getProperty("quorate.root", ".")).resolve("quorate"), replicas,
                latencyCount, senders, transfers, Math.max(0, warmUp), batchLength,
                Duration.ofMillis(Math.max(0, pauseMillis)));
        try {
            BenchReport results = report == null ? new Bench(options).run() : recorded(options);
            PrintWriter out = spec.commandLine().getOut();
            if (json) out.println(results.toJson());
            else results.printText(out);
            out.flush();
            return 0;
        } catch (BenchException e) {
            throw new OperatorException("bench: " + e.getMessage() + ".", e);
        }
    }

    private BenchReport recorded(BenchOptions options) {
        BenchResults results = BenchResults.begin(report, "bench",
                Path.of(System.getProperty("java.io.tmpdir")));
        Bench.Recorded recorded = new Bench(options).runRecorded();
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("layout", which.urls.isEmpty() ? options.layout().name() : "EXISTING");
        parameters.put("replicas", recorded.report().replicas());
        parameters.put("latencyCount", latencyCount);
        parameters.put("transfers", transfers);
        parameters.put("warmUp", options.warmUp());
        parameters.put("senders", senders);
        parameters.put("batch", batchLength);
        parameters.put("pauseMillis", options.lightLoadPause().toMillis());
        results.write(recorded.report().toJson(), parameters, recorded.record().counters(),
                recorded.record().charts());
        spec.commandLine().getErr().println("report: " + results.page());
        return recorded.report();
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) throw new OperatorException(option + ": " + value + " is below 1.");
    }
}
