package io.quorate.jsonrpc.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Collects bytes up to a limit, as long as there is memory for them. Mutable, for one thread. */
final class BoundedBuffer extends OutputStream {
    private static final int CAPACITY_FIRST = 512;

    /** More was written than the limit allows. */
    static final class OverflowException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Other answers take all the memory there is for them. */
    static final class NoMemoryException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final int sizeMax;
    private final AnswerMemory memory;
    private byte[] bytes = new byte[CAPACITY_FIRST];
    private int size;
    private long held;

    BoundedBuffer(int sizeMax, AnswerMemory memory) {
        this.sizeMax = sizeMax;
        this.memory = memory;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (length > sizeMax - size) {
            throw new OverflowException();
        }
        if (length > bytes.length - size) {
            grow((int) Math.min(sizeMax, Math.max(bytes.length * 2L, (long) size + length)));
        }
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    private void grow(int capacity) throws IOException {
        long wanted = AnswerMemory.heldBy(capacity);
        if (wanted > held) {
            if (!memory.reserve(wanted - held)) {
                throw new NoMemoryException();
            }
            held = wanted;
        }
        bytes = Arrays.copyOf(bytes, capacity);
    }

    int size() {
        return size;
    }

    /** What was written, which holds memory until {@link AnswerMemory#release(byte[])}; the buffer is not used any more. */
    byte[] take() {
        byte[] taken = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        memory.release(held - AnswerMemory.heldBy(size));
        held = 0;
        return taken;
    }

    /** Gives up what was written. */
    void discard() {
        memory.release(held);
        held = 0;
        bytes = new byte[0];
        size = 0;
    }
}
