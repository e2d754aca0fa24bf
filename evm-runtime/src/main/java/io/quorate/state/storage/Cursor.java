package io.quorate.state.storage;

import java.util.Iterator;

/** A walk over entries in key order. For one thread; closing it twice is harmless. */
public interface Cursor extends Iterator<Entry>, AutoCloseable {
    @Override
    void close();
}
