package io.quorate.genesis;

import java.math.BigInteger;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Numbers and bytes as genesis files write them. */
final class Hex {
    private static final int DIGITS_MAX = 100;

    private Hex() {}

    /** Decimal digits alone. */
    static Optional<BigInteger> decimal(String digits) {
        return isAll(digits, 10) && digits.length() <= DIGITS_MAX
                ? Optional.of(new BigInteger(digits))
                : Optional.empty();
    }

    /** Decimal, or hexadecimal after {@code 0x}; {@code 0x} alone is zero, as in geth. */
    static Optional<BigInteger> quantity(String text) {
        if (!isPrefixed(text)) {
            return decimal(text);
        }
        String digits = text.substring(2);
        if (digits.isEmpty()) {
            return Optional.of(BigInteger.ZERO);
        }
        return isAll(digits, 16) && digits.length() <= DIGITS_MAX
                ? Optional.of(new BigInteger(digits, 16))
                : Optional.empty();
    }

    /** Whole bytes in hexadecimal, with or without {@code 0x}. */
    static Optional<Bytes> bytes(String text) {
        String digits = withoutPrefix(text);
        if (digits.isEmpty()) {
            return Optional.of(Bytes.EMPTY);
        }
        return digits.length() % 2 == 0 && isAll(digits, 16)
                ? Optional.of(Bytes.fromHexString(digits))
                : Optional.empty();
    }

    /** A 256-bit word in hexadecimal, with or without {@code 0x}, left zeros optional. */
    static Optional<BigInteger> word(String text) {
        String digits = withoutPrefix(text);
        return isAll(digits, 16) && digits.length() <= 64
                ? Optional.of(new BigInteger(digits, 16))
                : Optional.empty();
    }

    static String withoutPrefix(String text) {
        return isPrefixed(text) ? text.substring(2) : text;
    }

    private static boolean isPrefixed(String text) {
        return text.startsWith("0x") || text.startsWith("0X");
    }

    private static boolean isAll(String digits, int radix) {
        return !digits.isEmpty() && digits.chars()
                .allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
    }
}
