package io.quorate.evm.trace;

/**
 * Bounds what tracers keep: how long a trace becomes is up to the code that runs. One may serve all the
 * tracers of a request. Mutable, one thread.
 */
public final class TraceBudget {
    private final long bytesMax;
    private long bytesLeft;

    public TraceBudget(long bytesMax) {
        this.bytesMax = bytesMax;
        bytesLeft = bytesMax;
    }

    /** False, for good, once more was asked for than there is. */
    boolean take(long bytes) {
        bytesLeft = bytesLeft < bytes ? -1 : bytesLeft - bytes;
        return bytesLeft >= 0;
    }

    boolean isSpent() {
        return bytesLeft < 0;
    }

    TraceResult.TooLarge tooLarge() {
        return new TraceResult.TooLarge(bytesMax);
    }
}
