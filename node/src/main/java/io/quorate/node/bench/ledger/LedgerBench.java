package io.quorate.node.bench.ledger;

import io.quorate.execution.Parallelism;
import io.quorate.node.ExecutionThreads;
import io.quorate.node.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Measures execution, state roots, commits and reads on states of different sizes, each on a disk of its own. */
public final class LedgerBench {
    /** Is told how far the run is. */
    @FunctionalInterface
    public interface Listener {
        /** @param text what is at hand */
        void at(long done, long total, String text);
    }

    private final LedgerBenchOptions options;
    private final Listener listener;

    public LedgerBench(LedgerBenchOptions options, Listener listener) {
        this.options = options;
        this.listener = listener;
    }

    /** Takes minutes with large states. Fails with {@link BenchException}; what it leaves is in {@code folder} alone. */
    public LedgerReport run() {
        try {
            if (options.folder().isPresent()) {
                Files.createDirectories(options.folder().get());
                return run(options.folder().get());
            }
            Path folder = Files.createTempDirectory("quorate-bench-");
            Thread removal = Thread.ofPlatform().name("bench-removal")
                    .unstarted(() -> remove(folder)); // also where the run is interrupted
            Runtime.getRuntime().addShutdownHook(removal);
            try {
                return run(folder);
            } finally {
                remove(folder);
                Runtime.getRuntime().removeShutdownHook(removal);
            }
        } catch (IOException e) {
            throw new BenchException("the states cannot be kept: " + e.getMessage(), e);
        }
    }

    private static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new BenchException("the folder " + folder + " cannot be removed: "
                    + e.getMessage(), e);
        }
    }

    private LedgerReport run(Path folder) throws IOException {
        List<KeptState> states = new ArrayList<>();
        for (int accounts : options.accounts()) {
            states.add(KeptState.in(folder, accounts, (done, total) -> listener.at(done, total,
                    String.format(Locale.ROOT, "building %,d accounts", accounts))));
        }
        try (ExecutionThreads threads = ExecutionThreads.of(options.threads(), true)) {
            Parallelism parallelism = threads.parallelism();
            List<LedgerReport.Size> sizes = measure(folder, states, parallelism);
            return new LedgerReport(options.threads(), options.blockLength(),
                    importSpeed(folder, parallelism), sizes);
        }
    }

    private List<LedgerReport.Size> measure(Path folder, List<KeptState> states,
            Parallelism parallelism) throws IOException {
        List<SizeRun> runs = new ArrayList<>();
        try {
            for (KeptState state : states) {
                runs.add(new SizeRun(state, runFolder(folder, state.accounts()), options,
                        parallelism));
            }
            transfer(runs);
            List<LedgerReport.Size> sizes = new ArrayList<>();
            for (SizeRun run : runs) {
                sizes.add(finish(run));
            }
            return sizes;
        } finally {
            for (SizeRun run : runs) {
                run.close();
                Folders.delete(runFolder(folder, run.accounts()));
            }
        }
    }

    private static Path runFolder(Path folder, int accounts) {
        return folder.resolve("run-" + accounts);
    }

    /** The states in turn, so that whatever else the machine does meets all of them. */
    private void transfer(List<SizeRun> runs) {
        List<Way> ways = options.threads() == 1 ? List.of(Way.ALONE) : List.of(Way.values());
        long total = options.warmUp() + (long) options.transfers() * runs.size() * ways.size();
        long done = 0;
        int step = options.blockLength() * 4;
        for (int i = 0; done < options.warmUp(); i++, done += step) {
            listener.at(done, total, "warming up");
            // The largest state has code of its own to be compiled.
            SizeRun run = i % 2 == 0 ? runs.getFirst() : runs.getLast();
            run.transfer(step, options.blockLength(), ways.get(i / 2 % ways.size()));
        }
        runs.forEach(SizeRun::warmedUp);
        int each = Math.max(1, options.transfers() / options.rounds());
        for (int round = 0; round < options.rounds(); round++) {
            for (SizeRun run : runs) {
                listener.at(done, total, String.format(Locale.ROOT, "transfers among %,d",
                        run.accounts()));
                ways.forEach(way -> run.transfer(each, options.blockLength(), way));
                done += (long) each * ways.size();
            }
        }
    }

    private LedgerReport.Size finish(SizeRun run) throws IOException {
        listener.at(0, 4, String.format(Locale.ROOT, "roots of %,d", run.accounts()));
        Map<Integer, Double> roots = new TreeMap<>();
        for (int changes : options.changes()) {
            if (changes <= run.accounts() / 2) {
                roots.put(changes, run.rootMillis(changes));
            }
        }
        listener.at(1, 4, String.format(Locale.ROOT, "reads of %,d", run.accounts()));
        double open = run.openMillis();
        Histogram head = run.reads(options.reads(), false);
        Histogram old = run.reads(options.reads(), true);
        listener.at(2, 4, String.format(Locale.ROOT, "compacting %,d", run.accounts()));
        double bytes = run.diskBytesPerTransfer();
        return new LedgerReport.Size(run.accounts(), run.buildSeconds(), run.speeds(),
                bytes, head.getValueAtPercentile(50) / 1e3,
                head.getValueAtPercentile(99) / 1e3, old.getValueAtPercentile(50) / 1e3,
                old.getValueAtPercentile(99) / 1e3, open, roots);
    }

    /** The better of two, so that the code is as warm as it gets. */
    private double importSpeed(Path folder, Parallelism parallelism) throws IOException {
        listener.at(3, 4, "import");
        ImportRun run = new ImportRun(options.transfers(), options.blockLength());
        Path target = folder.resolve("run-import");
        return Math.max(run.run(target, options.database(), parallelism),
                run.run(target, options.database(), parallelism));
    }
}
