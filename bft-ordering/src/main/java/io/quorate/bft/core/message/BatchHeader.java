package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;

/**
 * What names a batch: the hash of this is its digest. Enough to follow a lane's chain, and to know how much of it fits
 * into a block, without the bodies.
 */
public record BatchHeader(ReplicaId author, long laneSeq, Digest prev, int bodyBytes,
        Digest bodyHash) {}
