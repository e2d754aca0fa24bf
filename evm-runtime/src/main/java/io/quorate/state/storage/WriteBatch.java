package io.quorate.state.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Changes that are made together or not at all, in the order they were added: a later one of the same key wins.
 * Arrays are kept, not copied: the caller does not change them afterwards. Mutable, for one thread.
 */
public final class WriteBatch {
    /** One change, so that a store can carry out the batch. */
    public sealed interface Operation {
        Space space();
    }

    /** Sets a key. */
    public static final class Put implements Operation {
        private final Space space;
        private final byte[] key;
        private final byte[] value;

        private Put(Space space, byte[] key, byte[] value) {
            this.space = space;
            this.key = key;
            this.value = value;
        }

        @Override
        public Space space() {
            return space;
        }

        public byte[] key() {
            return key;
        }

        public byte[] value() {
            return value;
        }
    }

    /** Removes every key with {@code from <= key < to}; {@code to} is empty for no bound. */
    public static final class Delete implements Operation {
        private final Space space;
        private final byte[] from;
        private final byte[] to;
        private final boolean single;

        private Delete(Space space, byte[] from, byte[] to, boolean single) {
            this.space = space;
            this.from = from;
            this.to = to;
            this.single = single;
        }

        @Override
        public Space space() {
            return space;
        }

        public byte[] from() {
            return from;
        }

        public byte[] to() {
            return to;
        }

        /** Whether only the key {@link #from} is meant. */
        public boolean isSingle() {
            return single;
        }
    }

    private final List<Operation> operations = new ArrayList<>();

    public WriteBatch put(Space space, byte[] key, byte[] value) {
        operations.add(new Put(space, key, value));
        return this;
    }

    public WriteBatch delete(Space space, byte[] key) {
        operations.add(new Delete(space, key, key, true));
        return this;
    }

    public WriteBatch deletePrefix(Space space, byte[] prefix) {
        operations.add(new Delete(space, prefix, Keys.afterPrefix(prefix), false));
        return this;
    }

    public WriteBatch addAll(WriteBatch other) {
        operations.addAll(other.operations);
        return this;
    }

    /** In the order they were added; not to be changed. */
    public List<Operation> operations() {
        return operations;
    }

    /**
     * The same changes so that a store finds its places faster: by space and key, and as they were added where
     * the key is the same. Where a range is removed its place among the others matters and all stay as they are.
     */
    public List<Operation> sorted() {
        for (Operation operation : operations) {
            if (operation instanceof Delete delete && !delete.isSingle()) {
                return operations;
            }
        }
        List<Operation> sorted = new ArrayList<>(operations);
        sorted.sort(WriteBatch::compare);
        return sorted;
    }

    private static int compare(Operation a, Operation b) {
        int bySpace = a.space().compareTo(b.space());
        return bySpace != 0 ? bySpace : Arrays.compareUnsigned(keyOf(a), keyOf(b));
    }

    private static byte[] keyOf(Operation operation) {
        return switch (operation) {
            case Put put -> put.key;
            case Delete delete -> delete.from;
        };
    }

    public int size() {
        return operations.size();
    }
}
