package io.quorate.state;

import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** Bytes that grow. Mutable, for one thread. */
final class PieceWriter {
    private byte[] buffer = new byte[1 << 12];
    private int size;

    void write(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
    }

    void writeBytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    int size() {
        return size;
    }

    Bytes toBytes() {
        return Bytes.wrap(Arrays.copyOf(buffer, size));
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
        }
    }
}
