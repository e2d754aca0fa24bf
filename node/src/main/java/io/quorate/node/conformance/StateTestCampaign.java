package io.quorate.node.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs all state tests at some paths, files in parallel, and hands every result to one consumer, one at a
 * time. Holds a few files in memory at once, however many there are.
 */
public final class StateTestCampaign {
    private final int threads;
    private final Predicate<String> wantsFile;
    private final Predicate<String> wantsFork;

    /**
     * @param wantsFile by the file's path within the folder or archive
     * @param wantsFork by the fork's name in the tests
     */
    public StateTestCampaign(int threads, Predicate<String> wantsFile,
            Predicate<String> wantsFork) {
        this.threads = threads;
        this.wantsFile = wantsFile;
        this.wantsFork = wantsFork;
    }

    /** Fails where a path cannot be read; a file that is no JSON fails it too. */
    public void run(List<Path> paths, Consumer<CaseResult> results)
            throws IOException, InterruptedException {
        StateTestRunner runner = new StateTestRunner(wantsFork);
        Semaphore inFlight = new Semaphore(threads * 2);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (Path path : paths) {
                FixtureSource.forEach(path, (name, json) -> {
                    if (wantsFile.test(name)) {
                        inFlight.acquireUninterruptibly();
                        running.add(workers.submit(() -> {
                            try {
                                deliver(runner.runFile(name, json), results);
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

    private static void deliver(List<CaseResult> fileResults, Consumer<CaseResult> results) {
        synchronized (results) {
            fileResults.forEach(results);
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
