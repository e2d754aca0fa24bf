package io.quorate.bft.runtime;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * One thread that runs tasks in order. Its callers bound what they hand it. A task that throws stops
 * the worker and is reported; the thread is never interrupted, because that would close files in use.
 */
final class Worker {
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean isStopped;

    Worker(String name, Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void submit(Runnable task) {
        tasks.add(task);
    }

    private void run() {
        try {
            while (!isStopped) {
                tasks.take().run();
            }
        } catch (Throwable failure) { // outermost loop: whatever it is, the replica must stop
            onFailure.accept(failure);
        }
    }

    /** Ends after the running task; waiting tasks are dropped. */
    void stop() {
        isStopped = true;
        tasks.add(() -> {});
    }

    /** Waits for the end; returns at once on the worker's own thread. */
    void join(long millis) throws InterruptedException {
        if (Thread.currentThread() != thread) {
            thread.join(millis);
        }
    }
}
