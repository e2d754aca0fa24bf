package io.quorate.node.cli;

import io.quorate.execution.Parallelism;
import io.quorate.node.OperatorException;
import io.quorate.node.conformance.CaseResult;
import io.quorate.node.conformance.Scoreboard;
import io.quorate.node.conformance.TestCampaign;
import io.quorate.node.conformance.TestSelection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that run official tests have in common: their options, the run and its last line. */
final class TestRun {
    private static final int FAILED = 1;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files, folders or tar.gz archives; folders may hold archives.")
    private List<Path> paths;

    @Option(names = "--fork", paramLabel = "NAME", description = "Only the cases of this fork or network, such as Osaka (default: all).")
    private String fork;

    @Option(names = "--match", paramLabel = "TEXT", defaultValue = "", description = "Only the files whose path holds TEXT.")
    private String match;

    @Option(names = "--threads", paramLabel = "N", description = "Files run at the same time (default: one a processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--block-threads", paramLabel = "N", defaultValue = "1", description = "Execute every block on one thread and on N, and fail where the two differ (default: 1, once).")
    private int blockThreads;

    @Option(names = "--json", description = "Print a JSON object a case instead of a line.")
    private boolean json;

    /** Runs what {@code suites} selects, prints every case, and returns the exit code. */
    int printAll(TestSelection suites) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Scoreboard scores = new Scoreboard();
        run(suites, result -> {
            scores.add(result);
            out.println(line(result));
        });
        return finish(scores, out);
    }

    /** As {@link #printAll}, but prints only what failed, tells how far it is, and ends with a table. */
    int printTable(TestSelection suites) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        Scoreboard scores = new Scoreboard();
        Ticker ticker = new Ticker();
        run(suites, result -> {
            scores.add(result);
            if (result.verdict() == CaseResult.Verdict.FAILED) {
                out.println(line(result));
                out.flush();
            }
            if (ticker.isDue()) {
                progress.println(scores.summary() + "; last: " + result.name());
                progress.flush();
            }
        });
        out.print(scores.table());
        return finish(scores, out);
    }

    private static int finish(Scoreboard scores, PrintWriter out) {
        out.println(scores.summary());
        out.flush();
        return scores.failed() == 0 ? 0 : FAILED;
    }

    private String line(CaseResult result) {
        return json ? result.toJson().toString() : result.toLine();
    }

    private void run(TestSelection suites, Consumer<CaseResult> results)
            throws InterruptedException {
        if (threads < 1) {
            throw new OperatorException("--threads: " + threads + " is below 1.");
        }
        if (blockThreads < 1 || blockThreads > Parallelism.THREADS_MAX) {
            throw new OperatorException("--block-threads: " + blockThreads
                    + " is not between 1 and " + Parallelism.THREADS_MAX + ".");
        }
        for (Path path : paths) {
            if (!Files.isReadable(path)) {
                throw new OperatorException(path + " cannot be read.");
            }
        }
        TestSelection selection = suites.withFile(file -> file.contains(match)).withFork(
                name -> fork == null || name.toLowerCase(Locale.ROOT)
                        .equals(fork.toLowerCase(Locale.ROOT)));
        try {
            new TestCampaign(threads, blockThreads, selection).run(paths, results);
        } catch (IOException e) {
            throw new OperatorException("The tests cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Due once every five seconds. */
    private static final class Ticker {
        private static final long INTERVAL_NANOS = 5_000_000_000L;
        private long last = System.nanoTime();

        boolean isDue() {
            long now = System.nanoTime();
            boolean isDue = now - last >= INTERVAL_NANOS;
            last = isDue ? now : last;
            return isDue;
        }
    }
}
