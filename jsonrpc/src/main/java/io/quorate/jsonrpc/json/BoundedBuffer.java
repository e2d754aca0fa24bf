package io.quorate.jsonrpc.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Collects bytes up to a limit. Mutable, for one thread. */
final class BoundedBuffer extends OutputStream {
    /** More was written than the limit allows. */
    static final class OverflowException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final int sizeMax;
    private byte[] bytes = new byte[512];
    private int size;

    BoundedBuffer(int sizeMax) {
        this.sizeMax = sizeMax;
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
            bytes = Arrays.copyOf(bytes, (int) Math.min(sizeMax,
                    Math.max(bytes.length * 2L, (long) size + length)));
        }
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}
