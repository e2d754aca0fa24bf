package io.quorate.evm.rlp;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/**
 * Reads canonical RLP (Yellow Paper, appendix B) and refuses every other form: long headers for short
 * values, leading zeros in lengths and numbers, items that pass their list's end. Nothing is allocated
 * before the length that asks for it was found to be within the input.
 */
public final class RlpReader {
    /** The first byte of the shortest list; strings have smaller ones, single bytes stand for themselves if not negative. */
    private static final byte LIST = (byte) 0xc0;

    private final byte[] input;
    private int position;
    private final int end;

    public RlpReader(Bytes input) {
        this(input.toArrayUnsafe());
    }

    public RlpReader(byte[] input) {
        this(input, 0, input.length);
    }

    private RlpReader(byte[] input, int position, int end) {
        this.input = input;
        this.position = position;
        this.end = end;
    }

    public boolean isAtEnd() {
        return position == end;
    }

    /**
     * Whether a list begins here. First bytes are told apart by their sign, and {@link #skip} and {@link #readBytes} do not
     * ask this first: HotSpot's C2 compiler (25.0.3) folded {@code first >= 0xc0} and {@code first < 0x80} into one
     * comparison, and where it had met no byte below 0x80 yet, took the first of them for a list's.
     */
    public boolean nextIsList() throws DecodeException {
        require(position < end, "an item");
        return isList(input[position]);
    }

    private static boolean isList(byte first) {
        return first < 0 && first >= LIST;
    }

    /** Steps over a list and gives a reader of its items. */
    public RlpReader readList() throws DecodeException {
        require(nextIsList(), "a list");
        int length = readHeader(0xc0);
        RlpReader list = new RlpReader(input, position, position + length);
        position += length;
        return list;
    }

    public byte[] readBytes() throws DecodeException {
        require(position < end, "an item");
        byte first = input[position];
        // One comparison of the sign, one of what is below: see nextIsList.
        if (first >= 0) {
            position++;
            return new byte[]{first};
        }
        require(first < LIST, "a string");
        int length = readStringHeader();
        byte[] value = Arrays.copyOfRange(input, position, position + length);
        position += length;
        return value;
    }

    public Bytes readByteString() throws DecodeException {
        return Bytes.wrap(readBytes());
    }

    public byte[] readFixed(int length) throws DecodeException {
        byte[] value = readBytes();
        require(value.length == length, length + " bytes, not " + value.length);
        return value;
    }

    public Address readAddress() throws DecodeException {
        return Address.of(readFixed(Address.SIZE));
    }

    public Hash readHash() throws DecodeException {
        return Hash.of(readFixed(Hash.SIZE));
    }

    public UInt256 readUInt256() throws DecodeException {
        byte[] value = readBytes();
        require(value.length <= UInt256.SIZE, "a number of at most 256 bits");
        require(value.length == 0 || value[0] != 0, "a number without leading zeros");
        return UInt256.ofBytes(value);
    }

    /** An unsigned number below 2^64. */
    public long readUnsignedLong() throws DecodeException {
        UInt256 value = readUInt256();
        require(value.bitLength() <= 64, "a number of at most 64 bits");
        return value.limb(0);
    }

    /** A number below 2^63. */
    public long readLong() throws DecodeException {
        long value = readUnsignedLong();
        require(value >= 0, "a number of at most 63 bits");
        return value;
    }

    /** The next item with its header, as it stands. */
    public Bytes readRaw() throws DecodeException {
        int start = position;
        skip();
        return Bytes.wrap(Arrays.copyOfRange(input, start, position));
    }

    public void skip() throws DecodeException {
        require(position < end, "an item");
        byte first = input[position];
        if (first >= 0) {
            position++;
        } else {
            int length = first < LIST ? readStringHeader() : readHeader(0xc0);
            position += length;
        }
    }

    /** To be called after a structure's last field. */
    public void requireEnd() throws DecodeException {
        require(isAtEnd(), "no more items");
    }

    private int readStringHeader() throws DecodeException {
        int length = readHeader(0x80);
        require(length != 1 || input[position] < 0, "a single byte without a header");
        return length;
    }

    private int readHeader(int base) throws DecodeException {
        int code = (input[position] & 0xff) - base;
        if (code < 56) {
            position++;
            require(code <= end - position, "an item that ends within its list");
            return code;
        }
        int lengthOfLength = code - 55;
        require(lengthOfLength <= 4, "an item below 2 GiB");
        require(lengthOfLength < end - position, "a whole length");
        require(input[position + 1] != 0, "a length without leading zeros");
        long length = 0;
        for (int i = 1; i <= lengthOfLength; i++) {
            length = length << 8 | (input[position + i] & 0xff);
        }
        require(length >= 56, "the short form for lengths below 56");
        position += 1 + lengthOfLength;
        require(length <= end - position, "an item that ends within its list");
        return (int) length;
    }

    private void require(boolean condition, String expected) throws DecodeException {
        if (!condition) {
            throw new DecodeException("RLP at byte " + position + ": expected " + expected);
        }
    }
}
