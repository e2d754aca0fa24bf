package io.quorate.ledger;

import io.quorate.evm.rlp.DecodeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Reads the RLP of blocks that stand one after another, as {@code geth export}, {@code besu blocks export} and we write
 * them. Holds one block at a time, and allocates none that is longer than any block may be.
 */
public final class BlockFileReader {
    /** No block of a fork we know comes near it; EIP-7934 allows 8 MiB. */
    private static final int ITEM_BYTES_MAX = 64 << 20;
    private static final int LONG_LIST = 0xf7;
    private static final int SHORT_LIST = 0xc0;

    private final InputStream input;
    private long position;

    public BlockFileReader(InputStream input) {
        this.input = input;
    }

    /** Bytes that were read, whole blocks only. */
    public long position() {
        return position;
    }

    /**
     * The encoding of the next block; empty at the end of the file. Fails with {@link EOFException} where the file ends
     * within a block.
     */
    public Optional<Bytes> next() throws IOException, DecodeException {
        int first = input.read();
        if (first < 0) {
            return Optional.empty();
        }
        if (first < SHORT_LIST) {
            throw new DecodeException("at byte " + position + " of the file stands 0x"
                    + Integer.toHexString(first) + " instead of an RLP list");
        }
        int lengthBytes = Math.max(0, first - LONG_LIST);
        byte[] length = input.readNBytes(lengthBytes);
        long size = first - SHORT_LIST;
        if (lengthBytes > 0) {
            size = length.length == lengthBytes ? Bytes.wrap(length).trimLeadingZeros().size() > 4
                    ? Long.MAX_VALUE
                    : Bytes.wrap(length).toLong() : 0;
        }
        if (size > ITEM_BYTES_MAX) {
            throw new DecodeException("the block at byte " + position + " of the file is longer"
                    + " than " + ITEM_BYTES_MAX + " bytes");
        }
        byte[] content = input.readNBytes((int) size);
        if (length.length < lengthBytes || content.length < size) {
            throw new EOFException("the file ends within the block at byte " + position);
        }
        Bytes item = Bytes.concatenate(Bytes.of(first), Bytes.wrap(length), Bytes.wrap(content));
        position += item.size();
        return Optional.of(item);
    }
}
