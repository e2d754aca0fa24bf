package io.quorate.bft.sim;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.Combined;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;

/** Adds up what a replica's signatures would have cost. Mutable, one thread. */
final class MeteredScheme implements QuorumScheme {
    private final QuorumScheme scheme;
    private final Performance costs;
    private long spentNanos;

    MeteredScheme(QuorumScheme scheme, Performance costs) {
        this.scheme = scheme;
        this.costs = costs;
    }

    /** What was spent since the last question. */
    long takeNanos() {
        long spent = spentNanos;
        spentNanos = 0;
        return spent;
    }

    @Override
    public byte suite() {
        return scheme.suite();
    }

    @Override
    public int committeeSize() {
        return scheme.committeeSize();
    }

    @Override
    public int shareSizeBytes() {
        return scheme.shareSizeBytes();
    }

    @Override
    public Bytes sign(Digest preimage) {
        spentNanos += costs.signNanos();
        return scheme.sign(preimage);
    }

    @Override
    public boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share) {
        spentNanos += costs.verifyNanos();
        return scheme.verifyShare(signer, preimage, share);
    }

    @Override
    public boolean checksSharesSingly() {
        return scheme.checksSharesSingly();
    }

    @Override
    public Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        return scheme.combine(preimage, shares);
    }

    @Override
    public boolean verify(Digest preimage, Multisig multisig, int quorum) {
        spentNanos += costs.verifyNanos() * multisig.signerCount();
        return scheme.verify(preimage, multisig, quorum);
    }
}
