package io.quorate.node.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the start of a long-running command to its end. A signal to end (or a replica that must stop) closes
 * what the command owns, last first; the exit code is 0 after a signal. Safe for any thread.
 */
final class Lifetime {
    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);
    private static final int FAILED = 1;

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean isAwaited;
    private volatile int exitCode;

    private Lifetime() {}

    static Lifetime begin() {
        Lifetime lifetime = new Lifetime();
        Runtime.getRuntime().addShutdownHook(new Thread(lifetime::onSignal, "shutdown"));
        return lifetime;
    }

    /** Closes {@code resource} when the command ends. */
    synchronized <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    /** A part of the command cannot go on; the whole ends with exit code 1. */
    void fail() {
        exitCode = FAILED; // no lock: whoever fails may be waited for by the one who closes
        over.countDown();
    }

    /** Waits for the end, closes everything and gives the exit code. */
    int await() {
        isAwaited = true;
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return closeAll();
    }

    // The JVM would report a signal as exit code 143. Whoever asks a node to stop wants to see 0. A command
    // that failed before it ran has an exit code of its own, which stands.
    private void onSignal() {
        int code = closeAll();
        if (isAwaited) Runtime.getRuntime().halt(code);
    }

    private synchronized int closeAll() {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) { // outermost: the others must be closed too
                LOG.error("shutdown step failed", e);
                exitCode = FAILED;
            }
        }
        return exitCode;
    }
}
