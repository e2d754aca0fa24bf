package io.quorate.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Stops the replica in order before its disk is full: a write that fails half-way is harder to go on from. It warns from
 * twice the space on. {@link #check} is for one thread, the rest for any.
 */
final class DiskGuard {
    private static final long PERIOD_MILLIS = 1_000;
    private static final int WARNED_FROM = 2;

    /** How much room there is. */
    enum Room {
        ENOUGH, LOW, NONE
    }

    private final LongSupplier usableBytes;
    private final long freeMin;
    private final OperatorLog log;
    private final Runnable onFull;
    private volatile Room room = Room.ENOUGH;

    /**
     * @param freeMin in bytes; 0 for no limit
     * @param onFull called once, when less is left
     */
    DiskGuard(LongSupplier usableBytes, long freeMin, OperatorLog log, Runnable onFull) {
        this.usableBytes = usableBytes;
        this.freeMin = freeMin;
        this.log = log;
        this.onFull = onFull;
    }

    /** Of the disk that {@code folder}, which exists, is on; quotas count. */
    static LongSupplier usableBytes(Path folder) {
        return () -> {
            try {
                return Files.getFileStore(folder).getUsableSpace();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot ask for the free space of " + folder, e);
            }
        };
    }

    /** Fails with {@link OperatorException} where there is too little room to begin. */
    static void requireRoom(LongSupplier usableBytes, long freeMin, Path folder) {
        long usable = usableBytes.getAsLong();
        if (usable < freeMin) {
            throw new OperatorException("The disk of " + folder + " has " + mebibytes(usable)
                    + " MiB free, and storage.min-free-mib is " + mebibytes(freeMin)
                    + ". Make room, or set it lower.");
        }
    }

    /** Looks once a second until the result is closed. */
    AutoCloseable start(ScheduledExecutorService clock) {
        ScheduledFuture<?> looks = clock.scheduleWithFixedDelay(this::look, PERIOD_MILLIS,
                PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return () -> looks.cancel(false);
    }

    private void look() {
        try {
            check();
        } catch (UncheckedIOException e) { // outermost: the next look may succeed
            log.diskUnknown(e);
        }
    }

    void check() {
        long usable = usableBytes.getAsLong();
        Room now = usable < freeMin ? Room.NONE
                : usable < WARNED_FROM * freeMin ? Room.LOW : Room.ENOUGH;
        Room before = room;
        if (now == before || before == Room.NONE) { // once full, it stops, whatever comes
            return;
        }
        room = now;
        switch (now) {
            case ENOUGH -> log.diskHasRoom(mebibytes(usable));
            case LOW -> log.diskLow(mebibytes(usable), mebibytes(freeMin));
            case NONE -> {
                log.diskFull(mebibytes(usable), mebibytes(freeMin));
                onFull.run();
            }
        }
    }

    Room room() {
        return room;
    }

    long usable() {
        return usableBytes.getAsLong();
    }

    long freeMin() {
        return freeMin;
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
