package io.quorate.state.storage;

/** The store as it was at one moment. It holds old versions on disk until it is closed: keep it short. */
public interface KeyValueSnapshot extends KeyValueReader, AutoCloseable {
    @Override
    void close();
}
