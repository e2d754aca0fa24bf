package io.quorate.jsonrpc.json;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * A parameter, or a part of one, with its name. Every reading method ends the call with -32602 and the name
 * where the value is of another kind.
 */
public final class Param {
    private static final int TEXT_NESTING_MAX = 32;
    /** For JSON within a string; the string's own length was bounded already. */
    private static final JsonMapper TEXT = JsonMapper.builder(new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(TEXT_NESTING_MAX).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build()).build();

    private final JsonNode node;
    private final String name;

    Param(JsonNode node, String name) {
        this.node = node;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Missing or null. */
    public boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    public boolean isObject() {
        return node.isObject();
    }

    public boolean isList() {
        return node.isArray();
    }

    public boolean isString() {
        return node.isTextual();
    }

    public boolean isNumber() {
        return node.isNumber();
    }

    /** Empty where absent. */
    public <T> Optional<T> optional(Function<Param, T> read) {
        return isAbsent() ? Optional.empty() : Optional.of(read.apply(this));
    }

    public String string() {
        if (!node.isTextual()) {
            throw wrong("a string");
        }
        return node.textValue();
    }

    public boolean bool() {
        if (!node.isBoolean()) {
            throw wrong("true or false");
        }
        return node.booleanValue();
    }

    public double number() {
        if (!node.isNumber()) {
            throw wrong("a number");
        }
        return node.doubleValue();
    }

    /** A whole number of any sign, as a JSON number or as decimal or hexadecimal text. */
    public BigInteger integer() {
        String expected = "a whole number";
        try {
            if (node.isIntegralNumber()) {
                return node.bigIntegerValue();
            }
            String text = string();
            if (text.length() > 80) {
                throw wrong(expected);
            }
            return text.startsWith("0x") ? new BigInteger(text.substring(2), 16)
                    : new BigInteger(text);
        } catch (NumberFormatException e) {
            throw wrong(expected);
        }
    }

    /** An object, or the object that a string holds, as some wallets send it. */
    public Param objectOrText() {
        if (!node.isTextual()) {
            return this;
        }
        try (JsonParser parser = TEXT.createParser(node.textValue())) {
            return new Param(TEXT.readTree(parser), name);
        } catch (IOException e) {
            throw wrong("an object, or text that holds one");
        }
    }

    public Address address() {
        return Address.of(fixed(Address.SIZE, "an address: 20 bytes of hexadecimal with 0x"));
    }

    public Hash hash() {
        return Hash.of(fixed(Hash.SIZE, "32 bytes of hexadecimal with 0x"));
    }

    public Bytes data() {
        String expected = "hexadecimal bytes with 0x";
        String text = hexText(expected);
        if (text.length() % 2 != 0) {
            throw wrong(expected + " and an even number of digits");
        }
        return decode(text, expected);
    }

    /** A hexadecimal number of at most 256 bits; leading zeros are let pass. */
    public UInt256 quantity() {
        String expected = "a hexadecimal number with 0x, at most 256 bits";
        String text = hexText(expected);
        if (text.length() < 3 || text.length() > 66) {
            throw wrong(expected);
        }
        return UInt256.of(decode(text, expected));
    }

    /** A number below 2^63. */
    public long longQuantity() {
        UInt256 value = quantity();
        if (!value.fitsLong()) {
            throw wrong("a number below 2^63");
        }
        return value.toLongExact();
    }

    /** A number below 2^64, as an unsigned long. */
    public long unsignedQuantity() {
        BigInteger value = quantity().toBigInteger();
        if (value.bitLength() > Long.SIZE) {
            throw wrong("a number below 2^64");
        }
        return value.longValue();
    }

    /** A number below 2^63, hexadecimal with 0x or a JSON number. */
    public long longQuantityOrDecimal() {
        if (!node.isNumber()) {
            return longQuantity();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw wrong("a whole number from 0 to 2^63 - 1");
        }
        return node.longValue();
    }

    /** An index from 0 that fits 31 bits; larger ones are beyond every list. */
    public int index() {
        return (int) Math.min(Integer.MAX_VALUE, quantityCapped());
    }

    private long quantityCapped() {
        UInt256 value = quantity();
        return value.fitsLong() ? value.toLongExact() : Long.MAX_VALUE;
    }

    /** A storage key in 1 to 32 bytes, with or without leading zeros. */
    public UInt256 slot() {
        String text = string();
        if (!text.startsWith("0x")) {
            throw wrong("a storage key: hexadecimal with 0x");
        }
        if (text.length() > 66) {
            throw wrong("a storage key of at most 32 bytes");
        }
        return UInt256.of(decode(text, "a storage key: hexadecimal with 0x"));
    }

    /** A member's name as a value of its own, for names that mean something. */
    public Param nameOf(String field) {
        return new Param(TextNode.valueOf(field), name + " key");
    }

    /** A storage key that is a member's name. */
    public static UInt256 key(Param object, String name) {
        return new Param(TextNode.valueOf(name), object.name + " key").slot();
    }

    public List<Param> list() {
        if (!node.isArray()) {
            throw wrong("an array");
        }
        List<Param> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Param(node.get(i), name + "[" + i + "]"));
        }
        return elements;
    }

    /** A member of an object; absent where it has none of that name. */
    public Param field(String field) {
        if (!node.isObject()) {
            throw wrong("an object");
        }
        return new Param(node.path(field), name + "." + field);
    }

    public List<String> fieldNames() {
        if (!node.isObject()) {
            throw wrong("an object");
        }
        List<String> names = new ArrayList<>(node.size());
        for (Iterator<String> it = node.fieldNames(); it.hasNext();) {
            names.add(it.next());
        }
        return names;
    }

    /** Refuses members that nobody would read. */
    public void requireOnly(Set<String> known) {
        for (String field : fieldNames()) {
            if (!known.contains(field)) {
                throw JsonRpcException.invalidParams("invalid params: " + name + " has no field \""
                        + shown(field) + "\"");
            }
        }
    }

    /** An error that names this parameter: {@code expected} and what came instead. */
    public JsonRpcException wrong(String expected) {
        if (isAbsent()) {
            return JsonRpcException.invalidParams(
                    "invalid params: missing " + name + ", which must be " + expected);
        }
        return JsonRpcException.invalidParams("invalid params: " + name + " must be " + expected
                + ", not " + shown(node.toString()));
    }

    private Bytes fixed(int size, String expected) {
        String text = hexText(expected);
        if (text.length() != 2 + 2 * size) {
            throw wrong(expected);
        }
        return decode(text, expected);
    }

    private String hexText(String expected) {
        if (!node.isTextual() || !node.textValue().startsWith("0x")) {
            throw wrong(expected);
        }
        return node.textValue();
    }

    /** {@code text} starts with 0x; an odd number of digits is read with a zero in front. */
    private Bytes decode(String text, String expected) {
        int digits = text.length() - 2;
        byte[] bytes = new byte[(digits + 1) / 2];
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(text.charAt(2 + i), 16);
            if (digit < 0 || text.charAt(2 + i) > 'f') {
                throw wrong(expected);
            }
            int fromLow = digits - 1 - i;
            bytes[bytes.length - 1 - fromLow / 2] |= (byte) (digit << 4 * (fromLow & 1));
        }
        return Bytes.wrap(bytes);
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    @Override
    public String toString() {
        return name + "=" + shown(node.toString());
    }
}
