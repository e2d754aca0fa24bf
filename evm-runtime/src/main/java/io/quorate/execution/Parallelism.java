package io.quorate.execution;

import io.quorate.state.trie.TaskRunner;
import java.util.concurrent.Executor;

/**
 * How many threads may work at one block, and whose. The result is the same for any of them.
 *
 * @param helpers runs tasks beside the calling thread, at most {@code threads - 1} at a time; a block is finished
 *     even if it runs none of them, or refuses them
 * @param threads with the calling thread; 1 is one transaction after another
 * @param eagerness when it is tried
 * @param overlap whether a block is worth announcing while the one before is made ({@link BlockExecutor#looksAhead})
 */
public record Parallelism(Executor helpers, int threads, Eagerness eagerness, boolean overlap) {
    /** More would only wait for each other. */
    public static final int THREADS_MAX = 64;
    /** One transaction after another, on the calling thread. */
    public static final Parallelism NONE = new Parallelism(Runnable::run, 1, Eagerness.ADAPTIVE,
            false);

    /** When transactions are executed ahead. */
    public enum Eagerness {
        /** Where it is likely to pay: not for a few, and not after blocks in which it did not. */
        ADAPTIVE,
        /** Always, and as far ahead as can be, however little it pays: for tests. */
        ALWAYS
    }

    public Parallelism {
        if (threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException(
                    "threads is " + threads + ", 1 to " + THREADS_MAX + " are allowed");
        }
    }

    public Parallelism(Executor helpers, int threads) {
        this(helpers, threads, Eagerness.ADAPTIVE);
    }

    public Parallelism(Executor helpers, int threads, Eagerness eagerness) {
        this(helpers, threads, eagerness, false);
    }

    /** Runs tasks on these threads. */
    public TaskRunner tasks() {
        return threads == 1 ? TaskRunner.SEQUENTIAL : new SharedTasks(this);
    }

    boolean isNone() {
        return threads == 1 && eagerness == Eagerness.ADAPTIVE;
    }
}
