package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import org.apache.tuweni.bytes.Bytes;

/** Numbers and bytes as the official tests write them: hexadecimal with or without zeros, or decimal. */
final class FixtureNumbers {
    private FixtureNumbers() {}

    /** Hexadecimal; zero where it is missing or empty. */
    static UInt256 word(JsonNode hex) {
        String text = hex.asText("");
        return text.isEmpty() || text.equals("0x") ? UInt256.ZERO : UInt256.fromHex(text);
    }

    /** Hexadecimal below 2^64, unsigned. */
    static long number(JsonNode hex) {
        UInt256 value = word(hex);
        if (value.bitLength() > 64) {
            throw new IllegalArgumentException("a number of more than 64 bits: " + hex);
        }
        return value.limb(0);
    }

    /** With {@code 0x} hexadecimal, without it decimal. */
    static BigInteger any(JsonNode number) {
        String text = number.asText();
        if (text.startsWith("0x")) {
            return text.length() == 2 ? BigInteger.ZERO : new BigInteger(text.substring(2), 16);
        }
        return new BigInteger(text);
    }

    static Bytes bytes(JsonNode hex) {
        return Bytes.fromHexString(hex.asText("0x"));
    }
}
