package io.quorate.node;

import io.quorate.execution.Parallelism;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that execute a block's transactions beside the one that makes the block. Safe for any thread. */
public final class ExecutionThreads implements AutoCloseable {
    private final ExecutorService helpers;
    private final Parallelism parallelism;

    private ExecutionThreads(int threads, boolean overlap) {
        // Started when there is work for them.
        helpers = Executors.newFixedThreadPool(Math.max(1, threads - 1),
                Thread.ofPlatform().name("execution-", 0).daemon().factory());
        parallelism = new Parallelism(helpers, threads, Parallelism.Eagerness.ADAPTIVE, overlap);
    }

    /**
     * @param threads as in {@code execution.threads}: with the block's own; 0 for one a processor
     * @param overlap as in {@code execution.overlap}
     */
    public static ExecutionThreads of(int threads, boolean overlap) {
        int wanted = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        return new ExecutionThreads(Math.min(wanted, Parallelism.THREADS_MAX), overlap);
    }

    public Parallelism parallelism() {
        return parallelism;
    }

    /** A block in the making is finished without them. */
    @Override
    public void close() {
        helpers.shutdownNow();
    }
}
