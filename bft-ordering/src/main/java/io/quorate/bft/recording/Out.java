package io.quorate.bft.recording;

import io.quorate.bft.Digest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** Big-endian bytes that grow. Mutable, one thread. */
final class Out {
    private ByteBuffer buffer = ByteBuffer.allocate(512);

    private ByteBuffer room(int more) {
        if (buffer.remaining() < more) {
            byte[] larger = Arrays.copyOf(buffer.array(),
                    Math.max(2 * buffer.capacity(), buffer.position() + more));
            buffer = ByteBuffer.wrap(larger).position(buffer.position());
        }
        return buffer;
    }

    Out u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    Out u32(int value) {
        room(4).putInt(value);
        return this;
    }

    Out u64(long value) {
        room(8).putLong(value);
        return this;
    }

    Out bytes(Bytes value) {
        u32(value.size());
        room(value.size()).put(value.toArrayUnsafe());
        return this;
    }

    Out digest(Digest value) {
        room(Digest.SIZE).put(value.toArray());
        return this;
    }

    Bytes finish() {
        return Bytes.wrap(Arrays.copyOf(buffer.array(), buffer.position()));
    }
}
