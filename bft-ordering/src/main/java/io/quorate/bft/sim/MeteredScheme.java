package io.quorate.bft.sim;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.Combined;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/** Adds up what a replica's signatures would have cost. Mutable, one thread. */
final class MeteredScheme implements QuorumScheme {
    private final QuorumScheme scheme;
    private final Suite suite;
    private final SignatureCount count;
    private long spentNanos;

    MeteredScheme(QuorumScheme scheme, Suite suite, SignatureCount count) {
        this.scheme = scheme;
        this.suite = suite;
        this.count = count;
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
        spentNanos += suite.signNanos();
        count.sign();
        return scheme.sign(preimage);
    }

    @Override
    public boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share) {
        spentNanos += suite.verifyNanos();
        count.verify(1);
        return scheme.verifyShare(signer, preimage, share);
    }

    /** secp256k1 in either suite. */
    @Override
    public Bytes signBatch(Digest preimage) {
        spentNanos += Suite.SECP.signNanos();
        count.sign();
        return scheme.signBatch(preimage);
    }

    @Override
    public boolean verifyBatch(ReplicaId author, Digest preimage, Bytes signature) {
        spentNanos += Suite.SECP.verifyNanos();
        count.verify(1);
        return scheme.verifyBatch(author, preimage, signature);
    }

    @Override
    public boolean checksSharesSingly() {
        return suite.singly();
    }

    /** A sum is verified whole; each bad share takes a bisection more. */
    @Override
    public Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        if (suite.singly()) {
            return scheme.combine(preimage, shares);
        }
        TreeMap<ReplicaId, Bytes> genuine = new TreeMap<>(shares);
        genuine.entrySet().removeIf(
                share -> !scheme.verifyShare(share.getKey(), preimage, share.getValue()));
        TreeSet<ReplicaId> bad = new TreeSet<>(shares.keySet());
        bad.removeAll(genuine.keySet());
        int halvings = Integer.SIZE - Integer.numberOfLeadingZeros(shares.size());
        int sums = 1 + 2 * halvings * bad.size();
        spentNanos += shares.size() * suite.addNanos() + sums * suite.certificateNanos();
        count.verify(sums);
        return new Combined(scheme.combine(preimage, genuine).multisig(), bad);
    }

    @Override
    public Combined add(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        spentNanos += shares.size() * suite.addNanos();
        return scheme.combine(preimage, shares);
    }

    @Override
    public boolean verify(Digest preimage, Multisig multisig, int quorum) {
        int signers = multisig.signerCount();
        spentNanos += suite.certificateNanos(signers);
        count.verify(suite.verifications(signers));
        return scheme.verify(preimage, multisig, quorum);
    }
}
