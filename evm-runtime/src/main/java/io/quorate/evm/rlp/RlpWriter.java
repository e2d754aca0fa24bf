package io.quorate.evm.rlp;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.apache.tuweni.bytes.Bytes;

/**
 * Writes RLP (Yellow Paper, appendix B) into one growing buffer. A list is opened, filled and closed; its
 * header is put in when it closes. Mutable, for one thread, not kept by a callee.
 */
public final class RlpWriter {
    private byte[] buffer;
    private int size;
    private final Deque<Integer> openLists = new ArrayDeque<>();

    public RlpWriter() {
        this(256);
    }

    public RlpWriter(int capacityBytes) {
        buffer = new byte[Math.max(16, capacityBytes)];
    }

    public RlpWriter startList() {
        openLists.push(size);
        return this;
    }

    public RlpWriter endList() {
        int start = openLists.pop();
        int length = size - start;
        int headerLength = length < 56 ? 1 : 1 + lengthOfLength(length);
        ensure(headerLength);
        System.arraycopy(buffer, start, buffer, start + headerLength, length);
        size = start;
        writeHeader(0xc0, length);
        size += length;
        return this;
    }

    public RlpWriter write(byte[] value) {
        return write(value, 0, value.length);
    }

    public RlpWriter write(byte[] value, int offset, int length) {
        ensure(length + 9);
        if (length != 1 || (value[offset] & 0x80) != 0) {
            writeHeader(0x80, length);
        }
        System.arraycopy(value, offset, buffer, size, length);
        size += length;
        return this;
    }

    public RlpWriter write(Bytes value) {
        return write(value.toArrayUnsafe());
    }

    public RlpWriter write(Address value) {
        ensure(Address.SIZE + 1);
        buffer[size++] = (byte) (0x80 + Address.SIZE);
        value.copyTo(buffer, size);
        size += Address.SIZE;
        return this;
    }

    public RlpWriter write(Hash value) {
        ensure(Hash.SIZE + 1);
        buffer[size++] = (byte) (0x80 + Hash.SIZE);
        value.copyTo(buffer, size);
        size += Hash.SIZE;
        return this;
    }

    /** As a number: without leading zeros, zero as the empty string. */
    public RlpWriter write(UInt256 value) {
        return write(value.toMinimalArray());
    }

    /** {@code value} unsigned, as a number: without leading zeros, zero as the empty string. */
    public RlpWriter write(long value) {
        ensure(9);
        if (value == 0) {
            buffer[size++] = (byte) 0x80;
        } else if (value > 0 && value < 0x80) {
            buffer[size++] = (byte) value;
        } else {
            int length = (71 - Long.numberOfLeadingZeros(value)) >>> 3;
            buffer[size++] = (byte) (0x80 + length);
            writeBigEndian(value, length);
        }
        return this;
    }

    /** Puts in {@code encoded}, which is RLP already. */
    public RlpWriter writeRaw(byte[] encoded) {
        ensure(encoded.length);
        System.arraycopy(encoded, 0, buffer, size, encoded.length);
        size += encoded.length;
        return this;
    }

    public RlpWriter writeRaw(Bytes encoded) {
        return writeRaw(encoded.toArrayUnsafe());
    }

    /** What was written, as an array of its own; every list must be closed. */
    public byte[] toArray() {
        if (!openLists.isEmpty()) {
            throw new IllegalStateException(openLists.size() + " lists are still open");
        }
        return Arrays.copyOf(buffer, size);
    }

    public Bytes toBytes() {
        return Bytes.wrap(toArray());
    }

    private void writeHeader(int base, int length) {
        if (length < 56) {
            buffer[size++] = (byte) (base + length);
        } else {
            int lengthOfLength = lengthOfLength(length);
            buffer[size++] = (byte) (base + 55 + lengthOfLength);
            writeBigEndian(length, lengthOfLength);
        }
    }

    private void writeBigEndian(long value, int length) {
        for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (value >>> shift);
        }
    }

    private static int lengthOfLength(int length) {
        return (39 - Integer.numberOfLeadingZeros(length)) >>> 3;
    }

    private void ensure(int extra) {
        if (buffer.length - size < extra) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + extra));
        }
    }
}
