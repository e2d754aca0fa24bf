package io.quorate.state.trie;

import java.util.List;

/** Runs tasks that have nothing to do with each other; whose threads it has, and whether at one time, is its affair. */
@FunctionalInterface
public interface TaskRunner {
    /** One after another, on the calling thread. */
    TaskRunner SEQUENTIAL = tasks -> tasks.forEach(Runnable::run);

    /** Returns when all are done; what a task throws is thrown here then. A task may call this itself. */
    void runAll(List<? extends Runnable> tasks);
}
