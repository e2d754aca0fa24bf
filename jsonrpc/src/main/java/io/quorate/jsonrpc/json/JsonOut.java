package io.quorate.jsonrpc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Writes JSON with Ethereum's conventions. For one thread; not kept by a callee. */
public final class JsonOut {
    private final JsonGenerator generator;
    private final HexText hex = new HexText();

    JsonOut(JsonGenerator generator) {
        this.generator = generator;
    }

    /** What may fail only because the bytes have nowhere to go. */
    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private static void unchecked(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void startObject() {
        unchecked(generator::writeStartObject);
    }

    public void endObject() {
        unchecked(generator::writeEndObject);
    }

    public void startArray() {
        unchecked(generator::writeStartArray);
    }

    public void endArray() {
        unchecked(generator::writeEndArray);
    }

    public void name(String name) {
        unchecked(() -> generator.writeFieldName(name));
    }

    public void stringValue(String value) {
        unchecked(() -> generator.writeString(value));
    }

    public void booleanValue(boolean value) {
        unchecked(() -> generator.writeBoolean(value));
    }

    public void nullValue() {
        unchecked(generator::writeNull);
    }

    /** A plain JSON number, as in a fee history's ratios. */
    public void numberValue(double value) {
        unchecked(() -> {
            if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                generator.writeNumber((long) value);
            } else {
                generator.writeNumber(value);
            }
        });
    }

    public void string(String name, String value) {
        name(name);
        stringValue(value);
    }

    /** A plain JSON number, as in an error's code. */
    public void number(String name, long value) {
        unchecked(() -> generator.writeNumberField(name, value));
    }

    /** A plain JSON number within an array. */
    public void numberValue(long value) {
        unchecked(() -> generator.writeNumber(value));
    }

    public void bool(String name, boolean value) {
        name(name);
        booleanValue(value);
    }

    public void nullField(String name) {
        name(name);
        nullValue();
    }

    /** {@code value} is unsigned. */
    public void quantity(String name, long value) {
        name(name);
        quantityValue(value);
    }

    public void quantity(String name, UInt256 value) {
        name(name);
        quantityValue(value);
    }

    public void hash(String name, Hash value) {
        name(name);
        hashValue(value);
    }

    public void address(String name, Address value) {
        name(name);
        addressValue(value);
    }

    public void data(String name, Bytes value) {
        name(name);
        dataValue(value);
    }

    /** {@code value} is unsigned. */
    public void quantityValue(long value) {
        hex.quantity(value);
        writeHex();
    }

    public void quantityValue(UInt256 value) {
        hex.quantity(value);
        writeHex();
    }

    public void hashValue(Hash value) {
        hex.hash(value);
        writeHex();
    }

    public void addressValue(Address value) {
        hex.address(value);
        writeHex();
    }

    public void dataValue(Bytes value) {
        hex.data(value);
        writeHex();
    }

    /** Digits need no escapes: they are copied, not looked at one by one as a string's characters are. */
    private void writeHex() {
        try {
            generator.writeRawUTF8String(hex.text(), 0, hex.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void value(String name, JsonValue value) {
        name(name);
        value.writeTo(this);
    }

    public void values(String name, List<? extends JsonValue> values) {
        name(name);
        startArray();
        values.forEach(value -> value.writeTo(this));
        endArray();
    }

    public void hashes(String name, List<Hash> values) {
        name(name);
        startArray();
        values.forEach(this::hashValue);
        endArray();
    }

    JsonGenerator generator() {
        return generator;
    }
}
