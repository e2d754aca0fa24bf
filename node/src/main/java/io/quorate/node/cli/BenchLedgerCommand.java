package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.bench.BenchException;
import io.quorate.node.bench.ledger.LedgerBench;
import io.quorate.node.bench.ledger.LedgerBenchOptions;
import io.quorate.node.bench.ledger.LedgerReport;
import io.quorate.state.AccountLoad;
import io.quorate.state.storage.RocksDbConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate bench ledger}: execution, state and disk without ordering. */
@Command(name = "ledger", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Measures the ledger by itself on states of different sizes: transfers, state roots, reads, disk, opening, import.", footer = {
        "", "States are generated: ten million accounts take some minutes and some 3 GB, and as",
        "much again while they are measured. With --dir they are kept, and used by the next",
        "run; without, a temporary folder is made and removed.", "", "Examples:",
        "  ./quorate bench ledger --accounts 1000,100000",
        "  ./quorate bench ledger --dir states --json"})
final class BenchLedgerCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1L << 20;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private LogOptions log;

    @Option(names = "--accounts", paramLabel = "N", split = ",", defaultValue = "1000,1000000,10000000", description = "Sizes of the states (default: 1000,1000000,10000000).")
    private List<Integer> accounts = List.of();

    @Option(names = "--transfers", paramLabel = "N", defaultValue = "30000", description = "Transfers measured on each state, and imported (default: 30000).")
    private int transfers;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "60000", description = "Transfers before them, on the smallest state (default: 60000).")
    private int warmUp;

    @Option(names = "--block", paramLabel = "N", defaultValue = "500", description = "Transfers in a block (default: 500).")
    private int blockLength;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "6", description = "Rounds in which the states take turns (default: 6).")
    private int rounds;

    @Option(names = "--changes", paramLabel = "N", split = ",", defaultValue = "1,10,100,1000,10000", description = "Changed accounts that a state root is worked out for (default: 1,10,100,1000,10000).")
    private List<Integer> changes = List.of();

    @Option(names = "--reads", paramLabel = "N", defaultValue = "20000", description = "Accounts read at the head, and in block 0 (default: 20000).")
    private int reads;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "As execution.threads of a replica; above 1 blocks are made on one thread too, and with and without overlap (default: 1).")
    private int threads;

    @Option(names = "--cache-mib", paramLabel = "N", defaultValue = "24", description = "As storage.cache-mib of a replica (default: 24).")
    private long cacheMib;

    @Option(names = "--write-buffer-mib", paramLabel = "N", defaultValue = "16", description = "As storage.write-buffer-mib of a replica (default: 16).")
    private long writeBufferMib;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where generated states are kept for the next run (default: nowhere).")
    private Path dir;

    @Option(names = "--json", description = "Print the results as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        log.applyOr("warn");
        LedgerReport report = measure(options());
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(report.toJson());
        else report.printText(out);
        out.flush();
        return 0;
    }

    private LedgerReport measure(LedgerBenchOptions options) {
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            return new LedgerBench(options, progress::at).run();
        } catch (BenchException e) {
            throw new OperatorException("bench: " + e.getMessage() + ".", e);
        }
    }

    private LedgerBenchOptions options() {
        accounts.forEach(count -> requireWithin("--accounts", count, 2,
                AccountLoad.ACCOUNTS_MAX - 2));
        changes.forEach(count -> requireWithin("--changes", count, 1, 1_000_000));
        requireWithin("--transfers", transfers, 1, 10_000_000);
        requireWithin("--warm-up", warmUp, 0, 10_000_000);
        requireWithin("--block", blockLength, 1, 2_800); // 60 M gas hold 2,857
        requireWithin("--rounds", rounds, 1, transfers);
        requireWithin("--reads", reads, 1, 10_000_000);
        requireWithin("--threads", threads, 1, 64);
        requireWithin("--cache-mib", cacheMib, 1, 1 << 20);
        requireWithin("--write-buffer-mib", writeBufferMib, 1, 1 << 20);
        return new LedgerBenchOptions(accounts.stream().sorted().distinct().toList(),
                Optional.ofNullable(dir), transfers, warmUp, blockLength, rounds, reads, changes,
                threads, new RocksDbConfig(cacheMib * MEBIBYTE, writeBufferMib * MEBIBYTE,
                        RocksDbConfig.SMALL.openFilesMax()));
    }

    private static void requireWithin(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new OperatorException(option + ": " + value + " is not between " + min + " and "
                    + max + ".");
        }
    }
}
