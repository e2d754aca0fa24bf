package io.quorate.jsonrpc.json;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.tuweni.bytes.Bytes;

/** Hexadecimal text with {@code 0x}, in ASCII, in a buffer that is used again. Mutable, for one thread. */
final class HexText {
    private static final int PREFIX = 2;
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.BIG_ENDIAN);
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a',
            'b', 'c', 'd', 'e', 'f'};
    /** Of each byte its two digits. */
    private static final short[] PAIRS = pairs();

    private final byte[] value = new byte[UInt256.SIZE];
    private byte[] text = new byte[PREFIX + 2 * UInt256.SIZE];
    private int length;

    HexText() {
        text[0] = '0';
        text[1] = 'x';
    }

    private static short[] pairs() {
        short[] pairs = new short[256];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (DIGITS[i >>> 4] << 8 | DIGITS[i & 0xf]);
        }
        return pairs;
    }

    /** The text; valid up to {@link #length} until the next value. */
    byte[] text() {
        return text;
    }

    int length() {
        return length;
    }

    void hash(Hash hash) {
        hash.copyTo(value, 0);
        encode(value, Hash.SIZE);
    }

    void address(Address address) {
        address.copyTo(value, 0);
        encode(value, Address.SIZE);
    }

    void data(Bytes data) {
        byte[] bytes = data.toArrayUnsafe();
        if (text.length < PREFIX + 2L * bytes.length) {
            text = new byte[Math.addExact(PREFIX, Math.multiplyExact(2, bytes.length))];
            text[0] = '0';
            text[1] = 'x';
        }
        encode(bytes, bytes.length);
    }

    /** Without leading zeros; {@code number} is unsigned. */
    void quantity(long number) {
        int digits = Math.max(1, (Long.SIZE + 3 - Long.numberOfLeadingZeros(number)) >>> 2);
        for (int i = 0; i < digits; i++) {
            text[PREFIX + i] = DIGITS[(int) (number >>> 4 * (digits - 1 - i)) & 0xf];
        }
        length = PREFIX + digits;
    }

    void quantity(UInt256 number) {
        if (number.fitsLong()) {
            quantity(number.toLongExact());
            return;
        }
        number.copyTo(value, 0);
        encode(value, UInt256.SIZE);
        int zeros = 0;
        while (text[PREFIX + zeros] == '0') {
            zeros++;
        }
        System.arraycopy(text, PREFIX + zeros, text, PREFIX, length - PREFIX - zeros);
        length -= zeros;
    }

    private void encode(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            SHORTS.set(text, PREFIX + 2 * i, PAIRS[bytes[i] & 0xff]);
        }
        length = PREFIX + 2 * count;
    }
}
