package io.quorate.state.storage;

/** A key with its value. Not a record, since arrays have no equality; both arrays belong to the receiver. */
public final class Entry {
    private final byte[] key;
    private final byte[] value;

    public Entry(byte[] key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }
}
