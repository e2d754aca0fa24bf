package io.quorate.node.members;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.node.OperatorException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/** Reads what contracts answer, one value after another; offsets are those from where it begins. One thread. */
final class AbiReader {
    private static final int LIST_MAX = 4_096;

    private final Bytes data;
    private int position;

    AbiReader(Bytes data) {
        this.data = data;
    }

    UInt256 word() {
        UInt256 word = at(position);
        position += UInt256.SIZE;
        return word;
    }

    private UInt256 at(int offset) {
        return UInt256.of(slice(offset, UInt256.SIZE));
    }

    private Bytes slice(int offset, int length) {
        if (offset < 0 || length < 0 || offset > data.size() - length) {
            throw new OperatorException("The replica's answer is not that of the contract: it has "
                    + data.size() + " bytes, too few.");
        }
        return data.slice(offset, length);
    }

    long number() {
        UInt256 word = word();
        if (!word.fitsLong()) {
            throw new OperatorException("The replica's answer is not that of the contract: "
                    + word + " where a smaller number is due.");
        }
        return word.toLongExact();
    }

    boolean flag() {
        return number() != 0;
    }

    Address address() {
        return Address.of(word().toArray(), 12);
    }

    /** A dynamic value, read from where it stands. */
    AbiReader dynamic() {
        long offset = number();
        return new AbiReader(slice(0, data.size()).slice((int) Math.min(offset, data.size())));
    }

    Bytes bytes() {
        AbiReader at = dynamic();
        long length = at.number();
        return at.slice(UInt256.SIZE, (int) Math.min(length, Integer.MAX_VALUE));
    }

    String text() {
        return new String(bytes().toArrayUnsafe(), StandardCharsets.UTF_8);
    }

    <T> List<T> list(Function<AbiReader, T> entry) {
        AbiReader at = dynamic();
        long length = at.number();
        if (length > LIST_MAX) {
            throw new OperatorException(
                    "The replica's answer has a list of " + length + " entries.");
        }
        AbiReader entries = new AbiReader(at.data.slice(UInt256.SIZE));
        List<T> values = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            values.add(entry.apply(entries));
        }
        return values;
    }
}
