package io.quorate.state.storage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts who uses a native database, so that it is not closed under them: a read after the close would end the
 * process instead of throwing.
 */
final class Usage {
    private static final long CLOSE_LIMIT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();

    private final AtomicInteger users = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    void begin() {
        users.incrementAndGet();
        if (closed.get()) {
            users.decrementAndGet();
            throw new StorageException("the store is closed");
        }
    }

    void end() {
        users.decrementAndGet();
    }

    /** Waits for the users to go; true for the one caller that must close, false for later ones. */
    boolean close() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        long deadline = System.nanoTime() + CLOSE_LIMIT_NANOS;
        while (users.get() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new StorageException("cannot close the store: " + users.get()
                        + " snapshots, cursors or reads are still open after 10 s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
