package io.quorate.node.members;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Writes calls as Solidity's contracts read them (Contract ABI Specification): as much of it as the members' contracts need. */
public final class Abi {
    private static final Bytes WORD_OF_ZEROS = Bytes.wrap(new byte[UInt256.SIZE]);

    private Abi() {}

    /** An argument; {@code body} of a dynamic one stands behind all heads. */
    public record Value(boolean isDynamic, Bytes body) {}

    /** The first four bytes of the signature's hash, as {@code ready(uint32)}, and its arguments. */
    public static Bytes call(String signature, Value... arguments) {
        return Bytes.concatenate(selector(signature), sequence(List.of(arguments)));
    }

    public static Bytes selector(String signature) {
        return Keccak256.hash(signature.getBytes(StandardCharsets.US_ASCII)).bytes().slice(0, 4);
    }

    public static Value number(long value) {
        return new Value(false, UInt256.of(value).toBytes());
    }

    public static Value address(Address value) {
        return new Value(false, UInt256.of(value.bytes()).toBytes());
    }

    public static Value flag(boolean value) {
        return number(value ? 1 : 0);
    }

    /** {@code bytesN}, up to 32. */
    public static Value fixed(Bytes value) {
        return new Value(false,
                Bytes.concatenate(value, WORD_OF_ZEROS.slice(value.size())));
    }

    public static Value bytes(Bytes value) {
        int padding = (UInt256.SIZE - value.size() % UInt256.SIZE) % UInt256.SIZE;
        return new Value(true, Bytes.concatenate(number(value.size()).body(), value,
                WORD_OF_ZEROS.slice(0, padding)));
    }

    public static Value text(String value) {
        return bytes(Bytes.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    public static Value tuple(Value... parts) {
        return new Value(List.of(parts).stream().anyMatch(Value::isDynamic),
                sequence(List.of(parts)));
    }

    /** Of values of one type. */
    public static Value list(List<Value> values) {
        return new Value(true,
                Bytes.concatenate(number(values.size()).body(), sequence(values)));
    }

    private static Bytes sequence(List<Value> values) {
        int offset = values.stream()
                .mapToInt(value -> value.isDynamic() ? UInt256.SIZE : value.body().size()).sum();
        List<Bytes> heads = new ArrayList<>();
        List<Bytes> tails = new ArrayList<>();
        for (Value value : values) {
            heads.add(value.isDynamic() ? number(offset).body() : value.body());
            if (value.isDynamic()) {
                tails.add(value.body());
                offset += value.body().size();
            }
        }
        heads.addAll(tails);
        return Bytes.concatenate(heads);
    }
}
