package io.quorate.state.storage;

/** A load that is an ordinary batch: for stores that have nothing quicker. */
final class BufferedLoad implements SortedLoad {
    private final KeyValueStore store;
    private final Space space;
    private final WriteBatch batch = new WriteBatch();

    BufferedLoad(KeyValueStore store, Space space) {
        this.store = store;
        this.space = space;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        batch.put(space, key.clone(), value.clone());
    }

    @Override
    public void finish() {
        store.write(batch, Durability.SYNCED);
    }

    @Override
    public void close() {
        // Nothing is held outside memory.
    }
}
