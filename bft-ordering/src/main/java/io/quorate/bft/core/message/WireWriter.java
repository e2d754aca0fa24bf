package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** A growing big-endian buffer; mutable, one thread, never leaves its encoder. */
final class WireWriter {
    private byte[] buffer = new byte[256];
    private int size;

    WireWriter u8(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
        return this;
    }

    WireWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    WireWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    WireWriter u64(long value) {
        return u32((int) (value >>> 32)).u32((int) value);
    }

    WireWriter digest(Digest value) {
        return u64(value.word0()).u64(value.word1()).u64(value.word2()).u64(value.word3());
    }

    /** Length (4 bytes), then the bytes. */
    WireWriter bytes(Bytes value) {
        u32(value.size());
        reserve(value.size());
        System.arraycopy(value.toArrayUnsafe(), 0, buffer, size, value.size());
        size += value.size();
        return this;
    }

    Bytes finish() {
        return Bytes.wrap(Arrays.copyOf(buffer, size));
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
        }
    }
}
