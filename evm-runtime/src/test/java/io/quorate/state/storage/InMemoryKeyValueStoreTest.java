package io.quorate.state.storage;

class InMemoryKeyValueStoreTest extends KeyValueStoreContract {
    @Override
    KeyValueStore open() {
        return new InMemoryKeyValueStore();
    }
}
