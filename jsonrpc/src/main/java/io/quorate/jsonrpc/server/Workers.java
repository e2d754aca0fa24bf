package io.quorate.jsonrpc.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a server. Each request has a virtual one, where waiting costs nothing; long computations
 * have few platform ones, which the system shares out fairly, as it does not virtual ones.
 */
final class Workers implements AutoCloseable {
    private static final int IDLE_SECONDS = 30;

    private final ExecutorService requests = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("jsonrpc-", 0).factory());
    private final ThreadPoolExecutor heavy;
    private final ThreadPoolExecutor brief;
    private final Semaphore room;

    Workers(int concurrentMax, int heavyThreads) {
        room = new Semaphore(concurrentMax);
        heavy = pool("jsonrpc-heavy-", heavyThreads, concurrentMax);
        brief = pool("jsonrpc-brief-", heavyThreads, concurrentMax);
    }

    private static ThreadPoolExecutor pool(String name, int threads, int queueMax) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS,
                TimeUnit.SECONDS, new LinkedBlockingQueue<>(queueMax),
                Thread.ofPlatform().name(name, 0).daemon(true).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs {@code request} on a thread of its own. False, and nothing is run, where as many as allowed are under way. */
    boolean start(Runnable request) {
        return start(requests, request);
    }

    /** The same on one of the few threads for what may use a processor for long. */
    boolean startHeavy(Runnable request) {
        return start(heavy, request);
    }

    /** The same on one of the few threads for what is mostly short. */
    boolean startBrief(Runnable request) {
        return start(brief, request);
    }

    private boolean start(ExecutorService threads, Runnable request) {
        if (!room.tryAcquire()) {
            return false;
        }
        try {
            threads.execute(() -> {
                try {
                    request.run();
                } finally {
                    room.release();
                }
            });
            return true;
        } catch (RejectedExecutionException e) { // closed
            room.release();
            return false;
        }
    }

    ExecutorService heavy() {
        return heavy;
    }

    @Override
    public void close() {
        requests.shutdownNow();
        heavy.shutdownNow();
        brief.shutdownNow();
    }
}
