package io.quorate.bft.core.message;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads what {@link WireWriter} wrote and trusts nothing; mutable, one thread, never leaves its decoder. */
final class WireReader {
    private final Bytes source;
    private int position;

    WireReader(Bytes source) {
        this.source = source;
    }

    int u8() throws DecodeException {
        need(1);
        return source.get(position++) & 0xff;
    }

    int u16() throws DecodeException {
        return u8() << 8 | u8();
    }

    int u32() throws DecodeException {
        need(Integer.BYTES);
        position += Integer.BYTES;
        return source.getInt(position - Integer.BYTES);
    }

    long u64() throws DecodeException {
        need(Long.BYTES);
        position += Long.BYTES;
        return source.getLong(position - Long.BYTES);
    }

    Digest digest() throws DecodeException {
        return new Digest(u64(), u64(), u64(), u64());
    }

    View view() throws DecodeException {
        return new View(natural());
    }

    SeqNum seq() throws DecodeException {
        return new SeqNum(natural());
    }

    /** An unsigned number below 2^62, so that sums of two never overflow. */
    long natural() throws DecodeException {
        long value = u64();
        if (value < 0 || value >= 1L << 62) {
            throw new DecodeException("number out of range: " + Long.toUnsignedString(value));
        }
        return value;
    }

    ReplicaId replica(int committeeSize) throws DecodeException {
        int index = u16();
        if (index >= committeeSize) {
            throw new DecodeException("replica " + index + " of " + committeeSize);
        }
        return new ReplicaId(index);
    }

    /** A count or length of at most {@code max}. */
    int count(int max) throws DecodeException {
        int count = u32();
        if (count < 0 || count > max) {
            throw new DecodeException("count " + Integer.toUnsignedString(count) + " above " + max);
        }
        return count;
    }

    /** A copy: it does not keep the frame alive. */
    Bytes bytes(int sizeMax) throws DecodeException {
        int size = count(sizeMax);
        need(size);
        position += size;
        return source.slice(position - size, size).copy();
    }

    /** Reads a presence byte, and what it announces. */
    <T> Optional<T> optional(Part<T> part) throws DecodeException {
        int present = u8();
        if (present > 1) {
            throw new DecodeException("presence byte " + present);
        }
        return present == 0 ? Optional.empty() : Optional.of(part.read());
    }

    void end() throws DecodeException {
        if (position != source.size()) {
            throw new DecodeException(source.size() - position + " bytes too many");
        }
    }

    private void need(int size) throws DecodeException {
        if (source.size() - position < size) {
            throw new DecodeException("truncated at byte " + source.size());
        }
    }

    /** One part of a message. */
    interface Part<T> {
        T read() throws DecodeException;
    }
}
