package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.evm.CodeCache;
import io.quorate.execution.Parallelism;
import io.quorate.node.conformance.TestFormat.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Runs all official tests at some paths, files in parallel, and hands every result to one consumer, one at a
 * time. Holds a few files in memory at once, however many there are.
 */
public final class TestCampaign {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long CODE_CACHE_BYTES = 32 << 20;

    private final int threads;
    private final TestSelection selection;
    private final boolean judgesUnknown;
    private final Exceptions exceptions = new Exceptions();
    private final List<TestFormat> formats;

    /** Where all suites are selected, a file that no runner understands and no exception names fails. */
    public TestCampaign(int threads, TestSelection selection) {
        this(threads, 1, selection);
    }

    /** With {@code blockThreads} above 1 every block is executed on one thread and on so many, and has to be the same. */
    public TestCampaign(int threads, int blockThreads, TestSelection selection) {
        this.threads = threads;
        this.selection = selection;
        this.judgesUnknown = selection.suite().test(Suite.OTHER);
        CodeCache codes = new CodeCache(CODE_CACHE_BYTES);
        Ethash ethash = new Ethash();
        // Its threads end by themselves when there was nothing to do for a minute.
        Parallelism parallelism = new Parallelism(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()),
                blockThreads, Parallelism.Eagerness.ALWAYS);
        formats = List.of(new StateTests(codes), new BlockTests(codes, parallelism, ethash),
                new TransactionTests(),
                new VmTests(codes), new DifficultyTests(), new GenesisTests(), new RlpTests(),
                new TrieTests(), new PowTests(ethash), new BasicTests());
    }

    /** Fails where a path cannot be read; a file that is no JSON fails it too. */
    public void run(List<Path> paths, Consumer<CaseResult> results)
            throws IOException, InterruptedException {
        Semaphore inFlight = new Semaphore(threads * 2);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (Path path : paths) {
                FixtureSource.forEach(path, (name, json) -> {
                    if (selection.file().test(name)) {
                        inFlight.acquireUninterruptibly();
                        running.add(workers.submit(() -> {
                            try {
                                runFile(name, json, results);
                            } finally {
                                inFlight.release();
                            }
                            return null;
                        }));
                    }
                });
            }
            for (Future<?> file : running) {
                await(file);
            }
        }
    }

    private void runFile(String file, byte[] json, Consumer<CaseResult> results)
            throws IOException {
        Optional<String> exception = exceptions.reason(file);
        if (exception.isPresent()) {
            deliver(skipped(Suite.OTHER, file, exception.get()), results);
            return;
        }
        for (Entry entry : entries(file, JSON.readTree(json))) {
            Optional<TestFormat> format = formats.stream().filter(f -> f.matches(entry))
                    .findFirst();
            if (format.isPresent()) {
                runEntry(format.get(), entry, results);
            } else {
                deliver(List.of(CaseResult.of(Suite.OTHER, entry.fullName(), "",
                        Optional.of("there is no runner for this format"))), results);
            }
        }
    }

    private void runEntry(TestFormat format, Entry entry, Consumer<CaseResult> results) {
        if (!selection.suite().test(format.suite())) {
            return;
        }
        deliver(exceptions.reason(entry.fullName())
                .map(reason -> skipped(format.suite(), entry.fullName(), reason))
                .orElseGet(() -> runGuarded(format, entry)), results);
    }

    /** A test that makes the product throw has failed; the others go on. */
    private List<CaseResult> runGuarded(TestFormat format, Entry entry) {
        try {
            return format.run(entry, selection.fork());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return List.of(CaseResult.of(format.suite(), entry.fullName(), "",
                    Optional.of("threw " + e)));
        }
    }

    private static List<CaseResult> skipped(Suite suite, String name, String reason) {
        return List.of(new CaseResult(suite, name, "", CaseResult.Verdict.SKIPPED,
                Optional.empty(), Optional.of(reason)));
    }

    /** The tests of a file by their keys; a file may be a list, or one test alone. */
    private List<Entry> entries(String file, JsonNode root) {
        Entry whole = new Entry(file, "", root);
        if (formats.stream().anyMatch(format -> format.matches(whole))) {
            return List.of(whole);
        }
        List<Entry> entries = new ArrayList<>();
        root.properties().forEach(test -> entries
                .add(new Entry(file, test.getKey(), test.getValue())));
        for (int i = 0; root.isArray() && i < root.size(); i++) {
            entries.add(new Entry(file, Integer.toString(i), root.get(i)));
        }
        return entries;
    }

    private void deliver(List<CaseResult> some, Consumer<CaseResult> results) {
        synchronized (results) {
            some.stream().filter(result -> judgesUnknown || result.suite() != Suite.OTHER)
                    .forEach(results);
        }
    }

    private static void await(Future<?> file) throws IOException, InterruptedException {
        try {
            file.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException bug -> throw bug;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
