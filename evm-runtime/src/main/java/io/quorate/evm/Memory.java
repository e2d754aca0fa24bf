package io.quorate.evm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A frame's memory (Yellow Paper §9.1). It grows by {@link #charge} alone, which takes the gas before it
 * allocates. Mutable, one thread, never leaves its {@link Frame}.
 */
final class Memory {
    /** Growth beyond is out of gas: it would cost 34 G gas, a thousand times a block's. */
    private static final int SIZE_MAX_BYTES = 1 << 27;
    /** A frame that is used again keeps no more than this. */
    private static final int KEPT_BYTES = 1 << 16;
    private static final byte[] EMPTY = new byte[0];
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);

    private final MemoryUse use;
    private byte[] bytes = EMPTY;
    private int sizeBytes;

    Memory(MemoryUse use) {
        this.use = use;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /** The bytes themselves, for reading up to {@link #sizeBytes}; replaced when the memory grows. */
    byte[] bytes() {
        return bytes;
    }

    void clear() {
        if (bytes.length > KEPT_BYTES) {
            use.change(bytes.length, 0);
            bytes = EMPTY;
        } else {
            Arrays.fill(bytes, 0, sizeBytes, (byte) 0);
        }
        sizeBytes = 0;
    }

    /**
     * Makes {@code length} bytes from {@code offset} usable and takes the price off {@code gas}. Gives the gas
     * left, negative and without growth where it is not enough.
     */
    long charge(long gas, int offset, int length) {
        long end = (long) offset + length;
        return length == 0 || end <= sizeBytes ? gas : grow(gas, end);
    }

    private long grow(long gas, long end) {
        if (end > SIZE_MAX_BYTES) {
            return Halts.OUT_OF_GAS;
        }
        long words = (end + 31) >>> 5;
        long left = gas - (price(words) - price(sizeBytes >>> 5));
        if (left >= 0) {
            int size = (int) (words << 5);
            if (size > bytes.length) {
                int capacity = Math.max(size, Math.min(2 * bytes.length, SIZE_MAX_BYTES));
                use.change(bytes.length, capacity);
                bytes = Arrays.copyOf(bytes, capacity);
            }
            sizeBytes = size;
        }
        return left;
    }

    /** Yellow Paper, appendix H.1, C_mem. */
    private static long price(long words) {
        return 3 * words + words * words / 512;
    }

    void load(long[] s, int at, int offset) {
        load(bytes, s, at, offset);
    }

    /** Makes a word of the 32 bytes from {@code offset}. */
    static void load(byte[] bytes, long[] s, int at, int offset) {
        s[at + 3] = (long) LONGS.get(bytes, offset);
        s[at + 2] = (long) LONGS.get(bytes, offset + 8);
        s[at + 1] = (long) LONGS.get(bytes, offset + 16);
        s[at] = (long) LONGS.get(bytes, offset + 24);
    }

    void store(long[] s, int at, int offset) {
        LONGS.set(bytes, offset, s[at + 3]);
        LONGS.set(bytes, offset + 8, s[at + 2]);
        LONGS.set(bytes, offset + 16, s[at + 1]);
        LONGS.set(bytes, offset + 24, s[at]);
    }

    void storeByte(int offset, byte value) {
        bytes[offset] = value;
    }

    /** Copies from the {@code sourceLength} bytes at {@code sourceOffset}, with zeros for what lies past them. */
    void copyIn(int offset, byte[] source, int sourceOffset, int sourceLength, int from,
            int length) {
        if (length == 0) {
            return;
        }
        int available = from >= sourceLength ? 0 : Math.min(length, sourceLength - from);
        if (available > 0) {
            System.arraycopy(source, sourceOffset + from, bytes, offset, available);
        }
        Arrays.fill(bytes, offset + available, offset + length, (byte) 0);
    }

    /** MCOPY: the ranges may overlap. */
    void move(int to, int from, int length) {
        if (length != 0) {
            System.arraycopy(bytes, from, bytes, to, length);
        }
    }

    byte[] copyOut(int offset, int length) {
        return length == 0 ? EMPTY : Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
