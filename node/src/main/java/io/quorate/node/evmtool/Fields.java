package io.quorate.node.evmtool;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/** Reads a JSON object of numbers and bytes; numbers are hexadecimal with 0x, decimal text or JSON numbers. */
record Fields(JsonNode node, String name) {
    private static final BigInteger WORD_MAX = UInt256.MAX.toBigInteger();

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    Fields object(String field) {
        return new Fields(node.path(field), name + "." + field);
    }

    UInt256 word(String field) {
        return required(field, Fields::parseWord);
    }

    UInt256 word(String field, UInt256 otherwise) {
        return optional(field, Fields::parseWord).orElse(otherwise);
    }

    Optional<UInt256> optionalWord(String field) {
        return optional(field, Fields::parseWord);
    }

    /** Unsigned. */
    long number(String field) {
        return required(field, Fields::parseNumber);
    }

    long number(String field, long otherwise) {
        return optional(field, Fields::parseNumber).orElse(otherwise);
    }

    Address address(String field) {
        return required(field, text -> Address.of(fixed(text, Address.SIZE)));
    }

    /** Absent where the field is, or empty. */
    Optional<Address> optionalAddress(String field) {
        return node.path(field).asText("").isEmpty() ? Optional.empty()
                : optional(field, text -> Address.of(fixed(text, Address.SIZE)));
    }

    Optional<Hash> optionalHash(String field) {
        return optional(field, Fields::hash);
    }

    Bytes bytes(String field) {
        return optional(field, Bytes::fromHexString).orElse(Bytes.EMPTY);
    }

    private <T> T required(String field, Function<String, T> read) {
        return optional(field, read).orElseThrow(() -> new ToolException(ToolException.Kind.JSON,
                name + " lacks " + field));
    }

    private <T> Optional<T> optional(String field, Function<String, T> read) {
        if (!has(field)) {
            return Optional.empty();
        }
        String text = node.get(field).asText();
        try {
            return Optional.of(read.apply(text));
        } catch (IllegalArgumentException e) {
            String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
            throw new ToolException(ToolException.Kind.JSON,
                    name + "." + field + " is \"" + shown + "\": " + e.getMessage(), e);
        }
    }

    static UInt256 parseWord(String text) {
        boolean isHex = text.startsWith("0x");
        BigInteger value = isHex && text.length() == 2 ? BigInteger.ZERO
                : isHex ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
        if (value.signum() < 0 || value.compareTo(WORD_MAX) > 0) {
            throw new IllegalArgumentException("not from 0 to 2^256 - 1");
        }
        return UInt256.of(value);
    }

    static long parseNumber(String text) {
        UInt256 word = parseWord(text);
        if (word.bitLength() > 64) {
            throw new IllegalArgumentException("not below 2^64");
        }
        return word.limb(0);
    }

    /** Shorter hashes are filled with zeros from the left, as some test data has them. */
    static Hash hash(String text) {
        return Hash.of(fixed(text, Hash.SIZE));
    }

    private static byte[] fixed(String text, int size) {
        byte[] bytes = Bytes.fromHexStringLenient(text).toArray();
        if (bytes.length > size) {
            throw new IllegalArgumentException("more than " + size + " bytes");
        }
        byte[] padded = new byte[size];
        System.arraycopy(bytes, 0, padded, size - bytes.length, bytes.length);
        return padded;
    }
}
