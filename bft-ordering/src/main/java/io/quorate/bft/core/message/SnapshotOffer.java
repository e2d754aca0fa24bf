package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import java.util.List;

/**
 * Which snapshots the sender can serve chunk by chunk, by name: all of a snapshot takes a megabyte and is asked for when
 * f + 1 name the same one.
 */
public record SnapshotOffer(List<Named> snapshots) implements Message {
    /** The newest, and the one before where the newest is not certified. */
    public static final int COUNT_MAX = 2;

    /**
     * @param name hash of all of the snapshot but certificates and what leads to them
     * @param isCertified the sender can prove the snapshot's slot
     */
    public record Named(SeqNum seq, Digest name, boolean isCertified) {}

    public SnapshotOffer {
        snapshots = List.copyOf(snapshots);
    }
}
