package io.quorate.jsonrpc.json;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A value that writes itself; may be written more than once and by any thread. */
@FunctionalInterface
public interface JsonValue {
    JsonValue NULL = JsonOut::nullValue;
    JsonValue TRUE = out -> out.booleanValue(true);
    JsonValue FALSE = out -> out.booleanValue(false);

    void writeTo(JsonOut out);

    static JsonValue of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static JsonValue of(String value) {
        return out -> out.stringValue(value);
    }

    static JsonValue of(Hash value) {
        return out -> out.hashValue(value);
    }

    static JsonValue of(Bytes value) {
        return out -> out.dataValue(value);
    }

    /** A quantity; {@code value} is unsigned. */
    static JsonValue quantity(long value) {
        return out -> out.quantityValue(value);
    }

    static JsonValue quantity(UInt256 value) {
        return out -> out.quantityValue(value);
    }

    static JsonValue list(List<? extends JsonValue> values) {
        return out -> {
            out.startArray();
            values.forEach(value -> value.writeTo(out));
            out.endArray();
        };
    }

    static JsonValue orNull(Optional<? extends JsonValue> value) {
        return value.isPresent() ? value.get() : NULL;
    }
}
