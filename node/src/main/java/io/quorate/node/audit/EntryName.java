package io.quorate.node.audit;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.UInt256;
import io.quorate.node.OperatorException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes;

/**
 * What an operator calls an entry: {@code balance}, {@code nonce}, {@code code}, a slot ({@code 7}, {@code 0x07}, or
 * {@code 7[0xab…]} for a key of the mapping at slot 7), or with a storage layout a variable such as {@code
 * allowance[0xab…][0xcd…]}, {@code list[3]} or {@code terms.rate}.
 *
 * @param parameter what {@code audit_getHistory} takes
 * @param part of the slot that is the value, where a layout tells it
 */
record EntryName(String text, String parameter, Optional<Part> part) {
    private static final Pattern HEAD = Pattern.compile("[A-Za-z_$0-9]+");
    private static final Pattern NEXT = Pattern.compile("\\[([^\\]]*)]|\\.([A-Za-z_$][\\w$]*)");
    private static final int WORD = 32;

    /**
     * @param offset in bytes from the slot's low end
     * @param label of the type, such as {@code uint256}
     */
    record Part(int offset, int bytes, String label) {
        UInt256 of(UInt256 slot) {
            BigInteger shifted = slot.toBigInteger().shiftRight(8 * offset);
            return UInt256.of(shifted.mod(BigInteger.ONE.shiftLeft(8 * bytes)));
        }
    }

    static EntryName parse(String text, Optional<StorageLayout> layout) {
        if (text.equals("balance") || text.equals("nonce") || text.equals("code")) {
            return new EntryName(text, text, Optional.empty());
        }
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            throw wrong(text);
        }
        List<String> steps = new ArrayList<>();
        Matcher next = NEXT.matcher(text);
        int end = head.end();
        while (end < text.length()) {
            if (!next.find(end) || next.start() != end) {
                throw wrong(text);
            }
            steps.add(next.group());
            end = next.end();
        }
        return Character.isDigit(text.charAt(0)) ? bySlot(text, head.group(), steps)
                : byLayout(text, head.group(), steps, layout.orElseThrow(
                        () -> new OperatorException("'" + text + "' is a variable's name, which"
                                + " needs the contract's storage layout: --layout FILE.")));
    }

    private static EntryName bySlot(String text, String head, List<String> steps) {
        UInt256 slot = number(head, text);
        for (String step : steps) {
            if (!step.startsWith("[")) {
                throw wrong(text);
            }
            slot = mapped(word(inner(step), text), slot);
        }
        return new EntryName(text, slot.toHash().toString(), Optional.empty());
    }

    private static EntryName byLayout(String text, String head, List<String> steps,
            StorageLayout layout) {
        StorageLayout.Place at = layout.variable(head);
        for (String step : steps) {
            at = step.startsWith(".") ? member(layout, at, step.substring(1))
                    : element(layout, at, inner(step), text);
        }
        StorageLayout.Type type = at.type();
        if (!type.encoding().equals("inplace") || type.bytes() > WORD) {
            throw new OperatorException("'" + text + "' is a " + type.label() + ", which is more"
                    + " than one slot; name one of its elements or members.");
        }
        return new EntryName(text, at.slot().toHash().toString(),
                Optional.of(new Part(at.offset(), type.bytes(), type.label())));
    }

    private static StorageLayout.Place member(StorageLayout layout, StorageLayout.Place at,
            String name) {
        StorageLayout.Place member = layout.member(at.type(), name);
        return new StorageLayout.Place(at.slot().plus(member.slot()), member.offset(),
                member.type());
    }

    private static StorageLayout.Place element(StorageLayout layout, StorageLayout.Place at,
            String key, String text) {
        StorageLayout.Type type = at.type();
        return switch (type.encoding()) {
            case "mapping" -> new StorageLayout.Place(
                    mapped(key(key, layout.type(type, "key"), text), at.slot()), 0,
                    layout.type(type, "value"));
            case "dynamic_array" -> indexed(Keccak256.hash(at.slot().toBytes()).bytes(),
                    number(key, text), layout.type(type, "base"));
            default -> {
                if (!type.node().has("base")) {
                    throw new OperatorException("'" + type.label() + "' has no elements: " + text
                            + ".");
                }
                yield indexed(at.slot().toBytes(), number(key, text), layout.type(type, "base"));
            }
        };
    }

    /** Elements smaller than a word share slots, from the low end; larger ones begin a slot. */
    private static StorageLayout.Place indexed(Bytes first, UInt256 index,
            StorageLayout.Type element) {
        BigInteger start = first.toUnsignedBigInteger();
        int size = element.bytes();
        BigInteger i = index.toBigInteger();
        BigInteger perSlot = BigInteger.valueOf(Math.max(1, WORD / size));
        BigInteger slots = size > WORD / 2
                ? i.multiply(BigInteger.valueOf((size + WORD - 1) / WORD))
                : i.divide(perSlot);
        int offset = size > WORD / 2 ? 0 : i.mod(perSlot).intValue() * size;
        return new StorageLayout.Place(
                UInt256.of(start.add(slots).mod(BigInteger.ONE.shiftLeft(256))), offset, element);
    }

    private static Bytes key(String key, StorageLayout.Type type, String text) {
        return type.encoding().equals("bytes")
                ? Bytes.wrap(key.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                : type.label().startsWith("bytes") ? rightPadded(key, text) : word(key, text);
    }

    private static Bytes rightPadded(String key, String text) {
        Bytes bytes = hex(key, text);
        return Bytes.concatenate(bytes, Bytes.wrap(new byte[WORD - bytes.size()]));
    }

    /** Solidity's rule for a mapping: keccak-256 of the key, then the mapping's slot. */
    private static UInt256 mapped(Bytes key, UInt256 slot) {
        return UInt256.ofBytes(
                Keccak256.hash(Bytes.concatenate(key, slot.toBytes())).toArray());
    }

    private static Bytes word(String key, String text) {
        if (key.equals("true") || key.equals("false")) {
            return (key.equals("true") ? UInt256.ONE : UInt256.ZERO).toBytes();
        }
        if (key.startsWith("-")) {
            return UInt256.of(new BigInteger(key).mod(BigInteger.ONE.shiftLeft(256))).toBytes();
        }
        return number(key, text).toBytes();
    }

    private static UInt256 number(String number, String text) {
        try {
            BigInteger value = number.startsWith("0x")
                    ? new BigInteger(1, hex(number, text).toArray())
                    : new BigInteger(number);
            if (value.signum() < 0 || value.bitLength() > 256) {
                throw wrong(text);
            }
            return UInt256.of(value);
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
    }

    private static Bytes hex(String digits, String text) {
        try {
            Bytes bytes = Bytes.fromHexStringLenient(digits);
            if (bytes.size() > WORD) {
                throw wrong(text);
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
    }

    private static String inner(String step) {
        return step.substring(1, step.length() - 1).strip();
    }

    private static OperatorException wrong(String text) {
        return new OperatorException("'" + text + "' names no entry: balance, nonce, code, a slot"
                + " as 7 or 7[KEY], or with --layout a variable as total, balances[KEY], list[3]"
                + " or terms.rate.");
    }
}
