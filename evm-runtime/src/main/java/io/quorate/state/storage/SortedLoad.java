package io.quorate.state.storage;

/**
 * Many entries for one space, put in ascending order of their keys. They are not seen before {@link #finish}, and lost
 * where the load is closed without. For one thread, beside which nobody writes to the space.
 */
public interface SortedLoad extends AutoCloseable {
    /** {@code key} is above all keys before. Both arrays may be used again by the caller. */
    void put(byte[] key, byte[] value);

    /** Makes the entries part of the store, durably. */
    void finish();

    @Override
    void close();
}
