package io.quorate.bft.core.crypto;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A certificate suite with this replica's key and the committee's public keys, fixed for an epoch. Deterministic and
 * free of I/O; used by one thread.
 */
public interface QuorumScheme {
    /** Enters every preimage, so that a signature of one suite never counts in another. */
    byte suite();

    int committeeSize();

    /** Length of every share in bytes. */
    int shareSizeBytes();

    /** Signs {@code preimage} with this replica's key; the same preimage gives the same share. */
    Bytes sign(Digest preimage);

    /** False for a share of the wrong length too. */
    boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share);

    /**
     * Signs a batch of a lane. It never enters a certificate and everybody verifies it by itself, so that it need not be
     * of the kind that adds up.
     */
    default Bytes signBatch(Digest preimage) {
        return sign(preimage);
    }

    /** False for a signature of the wrong length too. */
    default boolean verifyBatch(ReplicaId author, Digest preimage, Bytes signature) {
        return verifyShare(author, preimage, signature);
    }

    /**
     * Whether shares are to be verified one by one before {@link #combine}. Where that costs more than checking their
     * sum, they may be put in unverified, and the bad ones are told.
     */
    boolean checksSharesSingly();

    /** Makes a certificate of shares under one preimage; verified ones, if {@link #checksSharesSingly}. */
    Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> shares);

    /**
     * As {@link #combine}, but the sum of shares that may go in unverified is not verified either: for whoever only tells
     * those who verify it. Refused is what is no share at all.
     */
    default Combined add(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        return combine(preimage, shares);
    }

    /** Whether at least {@code quorum} distinct members signed {@code preimage}; false for any malformed input. */
    boolean verify(Digest preimage, Multisig multisig, int quorum);
}
