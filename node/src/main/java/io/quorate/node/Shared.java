package io.quorate.node;

import io.quorate.genesis.NodeSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that the replicas of one process share: event loops, sender recovery, execution, a clock. */
record Shared(Vertx vertx, SenderRecovery recovery, ExecutionThreads execution,
        ScheduledExecutorService clock)
        implements
            AutoCloseable {
    private static final long STOP_SECONDS_MAX = 10;

    static Shared create(NodeSettings.Execution execution) {
        return create(execution, new SenderRecovery());
    }

    static Shared create(NodeSettings.Execution execution, SenderRecovery recovery) {
        int processors = Runtime.getRuntime().availableProcessors();
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(Math.max(2, processors))
                .setWorkerPoolSize(Math.max(4, 2 * processors));
        options.getFileSystemOptions().setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false);
        return new Shared(Vertx.vertx(options), recovery,
                ExecutionThreads.of(execution.threads(), execution.overlap()),
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("clock").daemon().factory()));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        recovery.close();
        execution.close();
        try {
            vertx.close().await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("event loops did not stop", e);
        }
    }
}
