package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import org.apache.tuweni.bytes.Bytes;

/**
 * Items that wait for their order, in the lane of the replica that gathered them.
 *
 * @param laneSeq place in the lane, from 1 without gap
 * @param prev digest of the batch before; {@link Digest#ZERO} for the first
 * @param body opaque
 * @param signature the author's, over the digest of the {@link BatchHeader}
 */
public record Batch(ReplicaId author, long laneSeq, Digest prev, Bytes body,
        Bytes signature) implements Message {}
