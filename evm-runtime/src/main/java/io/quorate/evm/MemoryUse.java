package io.quorate.evm;

/** The bytes of all memories of one execution. Mutable, one thread, never leaves its {@link Machine}. */
final class MemoryUse {
    private final long bytesMax;
    private long bytes;

    MemoryUse(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** A memory's array is to have {@code after} bytes instead of {@code before}. */
    void change(int before, int after) {
        long changed = bytes + after - before;
        if (changed > bytesMax) {
            throw new ExecutionLimitException("the calls use more than " + bytesMax
                    + " bytes of memory together");
        }
        bytes = changed;
    }
}
