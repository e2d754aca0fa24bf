package io.quorate.bft;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * The part of an application that gives and takes its state in chunks. Offers and reads run beside the execution, on
 * one thread of their own; {@link #begin}, {@link #store} and {@link #finish} on the executing thread.
 */
public interface SnapshotSource {
    /** An application without snapshots: who is too far behind has to be set up anew. */
    SnapshotSource NONE = new SnapshotSource() {};

    /**
     * The newest snapshot above slot {@code above}; and the one before, where no certificate covers the newest yet. May
     * take as long as reading the whole state.
     */
    default List<Snapshot> offers(long above) {
        return List.of();
    }

    /** A chunk of a snapshot that was offered, as long as it is kept. */
    default Optional<Bytes> chunk(long seq, int index) {
        return Optional.empty();
    }

    /** Makes room for this snapshot; answers with the chunks that are here already, from an earlier try. */
    default List<Integer> begin(Snapshot snapshot) {
        throw new IllegalStateException("this application takes no snapshot");
    }

    /** Keeps a chunk whose hash is right; durable at the latest when the next call of {@link #finish} returns. */
    default void store(Snapshot snapshot, int index, Bytes chunk) {
        throw new IllegalStateException("this application takes no snapshot");
    }

    /** All chunks are here: puts the snapshot in the place of the state. Durable when it returns. */
    default void finish(Snapshot snapshot) {
        throw new IllegalStateException("this application takes no snapshot");
    }
}
