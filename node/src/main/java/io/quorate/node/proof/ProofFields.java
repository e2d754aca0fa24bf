package io.quorate.node.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/** One object of a proof's JSON, strictly read: every field is there, and no other. */
final class ProofFields {
    private final JsonNode object;
    private final String path;

    private ProofFields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** @param path how messages name it */
    static ProofFields of(JsonNode node, String path) throws DecodeException {
        if (!node.isObject()) {
            throw new DecodeException(path + " must be an object");
        }
        return new ProofFields(node, path);
    }

    ProofFields requireOnly(String... names) throws DecodeException {
        Set<String> expected = new TreeSet<>(Set.of(names));
        Set<String> found = new TreeSet<>();
        object.fieldNames().forEachRemaining(found::add);
        if (!found.equals(expected)) {
            throw new DecodeException(path + " must have exactly the fields "
                    + String.join(", ", expected));
        }
        return this;
    }

    boolean has(String name) {
        return object.has(name);
    }

    boolean isNull(String name) {
        return object.path(name).isNull();
    }

    ProofFields object(String name) throws DecodeException {
        return of(object.path(name), at(name));
    }

    List<ProofFields> objects(String name) throws DecodeException {
        List<ProofFields> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            objects.add(of(element, at(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    private JsonNode array(String name) throws DecodeException {
        JsonNode array = object.path(name);
        if (!array.isArray()) {
            throw wrong(name, "an array");
        }
        return array;
    }

    List<Bytes> dataList(String name) throws DecodeException {
        List<Bytes> list = new ArrayList<>();
        for (JsonNode element : array(name)) {
            list.add(data(element, name + "[" + list.size() + "]"));
        }
        return list;
    }

    Bytes data(String name) throws DecodeException {
        return data(object.path(name), name);
    }

    private Bytes data(JsonNode node, String name) throws DecodeException {
        String text = node.isTextual() ? node.textValue() : "";
        if (!text.startsWith("0x") || text.length() % 2 != 0 || !isHex(text)) {
            throw wrong(name, "bytes in hexadecimal after 0x");
        }
        return Bytes.fromHexString(text);
    }

    private static boolean isHex(String text) {
        return text.chars().skip(2).allMatch(digit -> digit >= '0' && digit <= '9'
                || digit >= 'a' && digit <= 'f' || digit >= 'A' && digit <= 'F');
    }

    Hash hash(String name) throws DecodeException {
        Bytes bytes = data(name);
        if (bytes.size() != Hash.SIZE) {
            throw wrong(name, Hash.SIZE + " bytes in hexadecimal after 0x");
        }
        return Hash.of(bytes);
    }

    Address address(String name) throws DecodeException {
        Bytes bytes = data(name);
        if (bytes.size() != Address.SIZE) {
            throw wrong(name, "an address: 20 bytes in hexadecimal after 0x");
        }
        return Address.of(bytes.toArrayUnsafe());
    }

    /** A quantity, or a word of 32 bytes, as keys of slots are shown. */
    UInt256 word(String name) throws DecodeException {
        String text = object.path(name).isTextual() ? object.path(name).textValue() : "";
        return text.length() == 2 + 2 * UInt256.SIZE ? UInt256.ofBytes(data(name).toArrayUnsafe())
                : quantity(name);
    }

    /** Without leading zeros, as JSON-RPC writes it. */
    UInt256 quantity(String name) throws DecodeException {
        String text = object.path(name).isTextual() ? object.path(name).textValue() : "";
        boolean isNumber = text.startsWith("0x") && text.length() > 2
                && text.length() <= 2 + 2 * UInt256.SIZE && isHex(text)
                && (text.equals("0x0") || text.charAt(2) != '0');
        if (!isNumber) {
            throw wrong(name, "a number in hexadecimal after 0x, without leading zeros");
        }
        return UInt256.fromHex(text);
    }

    /** Below 2^63. */
    long number(String name) throws DecodeException {
        UInt256 value = quantity(name);
        if (!value.fitsLong()) {
            throw wrong(name, "a number below 2^63");
        }
        return value.toLongExact();
    }

    /** Below 2^64, as an unsigned long. */
    long unsigned(String name) throws DecodeException {
        UInt256 value = quantity(name);
        if (value.bitLength() > Long.SIZE) {
            throw wrong(name, "a number below 2^64");
        }
        return value.limb(0);
    }

    /** Below 2^31. */
    int index(String name) throws DecodeException {
        long value = number(name);
        if (value > Integer.MAX_VALUE) {
            throw wrong(name, "a number below 2^31");
        }
        return (int) value;
    }

    DecodeException wrong(String name, String expected) {
        return new DecodeException(at(name) + " must be " + expected);
    }

    private String at(String name) {
        return path + "." + name;
    }
}
