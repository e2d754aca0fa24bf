package io.quorate.execution;

import io.quorate.state.trie.TaskRunner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Shares tasks out between the calling thread and helpers: each takes the next that nobody has. The caller waits for
 * nothing that is not being worked on, so it ends even where no helper ever comes. Safe for any thread.
 */
final class SharedTasks implements TaskRunner {
    private final Parallelism parallelism;

    SharedTasks(Parallelism parallelism) {
        this.parallelism = parallelism;
    }

    @Override
    public void runAll(List<? extends Runnable> tasks) {
        if (tasks.size() < 2 || parallelism.threads() == 1) {
            tasks.forEach(Runnable::run);
            return;
        }
        Round round = new Round(tasks);
        try {
            for (int i = 1; i < Math.min(parallelism.threads(), tasks.size()); i++) {
                parallelism.helpers().execute(round::work);
            }
        } catch (RejectedExecutionException _) { // the node closes down: the block is finished without
            round.work();
        }
        round.work();
        round.done.join();
        Throwable failure = round.failure.get();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static final class Round {
        private final List<? extends Runnable> tasks;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Round(List<? extends Runnable> tasks) {
            this.tasks = tasks;
            this.left = new AtomicInteger(tasks.size());
        }

        void work() {
            int index = next.getAndIncrement();
            while (index < tasks.size()) {
                try {
                    tasks.get(index).run();
                } catch (RuntimeException | Error e) { // thrown on the caller's thread, once all ended
                    failure.compareAndSet(null, e);
                }
                if (left.decrementAndGet() == 0) {
                    done.complete(null);
                }
                index = next.getAndIncrement();
            }
        }
    }
}
