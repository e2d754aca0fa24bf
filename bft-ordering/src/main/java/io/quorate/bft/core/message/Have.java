package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import java.util.List;

/**
 * Up to where its sender holds lanes durably and without gap; lanes that did not change may be left out. Unsigned and
 * believed only as a hint.
 *
 * @param tips ascending by author
 */
public record Have(List<LaneTip> tips) implements Message {
    public Have {
        tips = List.copyOf(tips);
    }

    /** The last of a lane's batches that are held without gap. */
    public record LaneTip(ReplicaId author, long laneSeq, Digest digest) {}
}
