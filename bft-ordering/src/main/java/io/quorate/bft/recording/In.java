package io.quorate.bft.recording;

import io.quorate.bft.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Reads what {@link Out} wrote; anything that does not fit is a {@link DamagedException}. Mutable, one thread. */
final class In {
    private final ByteBuffer buffer;

    In(Bytes bytes) {
        buffer = ByteBuffer.wrap(bytes.toArrayUnsafe());
    }

    /** One element of a list. */
    interface Element<T> {
        T read();
    }

    private ByteBuffer need(int size) {
        if (size < 0 || buffer.remaining() < size) {
            throw new DamagedException(
                    "it needs " + size + " bytes where " + buffer.remaining() + " are left");
        }
        return buffer;
    }

    int u8() {
        return need(1).get() & 0xff;
    }

    int u32() {
        return need(4).getInt();
    }

    long u64() {
        return need(8).getLong();
    }

    Bytes bytes() {
        int size = u32();
        need(size);
        byte[] bytes = new byte[size];
        buffer.get(bytes);
        return Bytes.wrap(bytes);
    }

    Digest digest() {
        byte[] bytes = new byte[Digest.SIZE];
        need(Digest.SIZE).get(bytes);
        return Digest.of(bytes);
    }

    /** An element takes a byte at least, so that a count cannot promise more than is there. */
    <T> List<T> list(Element<T> element) {
        int count = u32();
        need(count);
        List<T> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(element.read());
        }
        return list;
    }

    <E> E at(E[] all) {
        int index = u8();
        if (index >= all.length) {
            throw new DamagedException("it has a kind " + index + " that does not exist");
        }
        return all[index];
    }

    void end() {
        if (buffer.hasRemaining()) {
            throw new DamagedException(buffer.remaining() + " bytes are left over");
        }
    }
}
