package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.bench.BenchException;
import io.quorate.node.bench.abuse.AbuseBench;
import io.quorate.node.bench.abuse.AbuseOptions;
import io.quorate.node.bench.abuse.AbuseReport;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate bench abuse}: whether JSON-RPC keeps its promises whatever it is sent. */
@Command(name = "abuse", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Treats JSON-RPC as an attacker would, and looks what another client notices of it.", footer = {
        "",
        "Without --rpc four replicas are started for it. The exit code is 1 where a promise is broken:",
        "no answer, a wrong code, words of the program's inside, an end of the node.", "",
        "Abuses: idle-sockets many-clients slow-loris unread-answers large-bodies large-batches",
        "deep-json not-text smuggling endless-calls wide-logs heavy-traces fuzz", "", "Examples:",
        "  ./quorate bench abuse",
        "  ./quorate bench abuse --sockets 10000 --fuzz 1000000 --seconds 20",
        "  ./quorate bench abuse --only fuzz --seed 7 --fuzz-from 4711 --fuzz 1"})
final class BenchAbuseCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private LogOptions log;

    @Option(names = "--rpc", paramLabel = "URL", description = "The node (default: one that is started for it).")
    private URI rpc;

    @Option(names = "--pid", paramLabel = "PID", description = "With --rpc: its process, for its memory.")
    private Long pid;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Some of the abuses (default: all).")
    private List<String> only = List.of();

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5", description = "How long an abuse lasts that has no end of its own, and the quiet before it (default: 5).")
    private int seconds;

    @Option(names = "--sockets", paramLabel = "N", defaultValue = "1000", description = "Idle WebSockets (default: 1000).")
    private int sockets;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "1000", description = "Clients that ask at once (default: 1000).")
    private int clients;

    @Option(names = "--fuzz", paramLabel = "N", defaultValue = "20000", description = "Mutated requests (default: 20000).")
    private long fuzz;

    @Option(names = "--fuzz-from", paramLabel = "N", defaultValue = "0", description = "The number of the first of them (default: 0).")
    private long fuzzFrom;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Decides with its number what a mutated request is (default: 1).")
    private long seed;

    @Option(names = "--json", description = "Print the results as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        log.applyOr("error");
        requireWithin("--seconds", seconds, 1, 3_600);
        requireWithin("--sockets", sockets, 1, 60_000);
        requireWithin("--clients", clients, 1, 20_000);
        requireWithin("--fuzz", fuzz, 1, 1_000_000_000);
        AbuseReport report = measure(new AbuseOptions(Optional.ofNullable(rpc),
                Optional.ofNullable(pid),
                Path.of(System.getProperty("quorate.root", ".")).resolve("quorate"), only,
                Duration.ofSeconds(seconds), sockets, clients, fuzz, fuzzFrom, seed));
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(report.toJson());
        else report.printText(out);
        out.flush();
        return report.isKept() ? 0 : 1;
    }

    private AbuseReport measure(AbuseOptions options) {
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            return new AbuseBench(options, progress::at).run();
        } catch (BenchException e) {
            throw new OperatorException("bench: " + e.getMessage() + ".", e);
        }
    }

    private static void requireWithin(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new OperatorException(option + ": " + value + " is not between " + min + " and "
                    + max + ".");
        }
    }
}
