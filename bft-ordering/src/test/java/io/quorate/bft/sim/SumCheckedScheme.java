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

/** Takes shares unseen and finds the bad ones when it puts them together, as BLS does; replica 0 makes only bad ones. */
record SumCheckedScheme(QuorumScheme sound) implements QuorumScheme {
    private static final ReplicaId SPOILER = new ReplicaId(0);

    @Override
    public byte suite() {
        return sound.suite();
    }

    @Override
    public int committeeSize() {
        return sound.committeeSize();
    }

    @Override
    public int shareSizeBytes() {
        return sound.shareSizeBytes();
    }

    @Override
    public boolean checksSharesSingly() {
        return false;
    }

    @Override
    public Bytes sign(Digest preimage) {
        Bytes share = sound.sign(preimage);
        return sound.verifyShare(SPOILER, preimage, share) ? share.not() : share;
    }

    @Override
    public boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share) {
        return sound.verifyShare(signer, preimage, share);
    }

    @Override
    public Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        TreeMap<ReplicaId, Bytes> good = new TreeMap<>(shares);
        TreeSet<ReplicaId> bad = new TreeSet<>();
        shares.forEach((member, share) -> {
            if (!sound.verifyShare(member, preimage, share)) {
                bad.add(member);
            }
        });
        good.keySet().removeAll(bad);
        return new Combined(sound.combine(preimage, good).multisig(), bad);
    }

    @Override
    public Combined add(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        return sound.combine(preimage, shares);
    }

    @Override
    public boolean verify(Digest preimage, Multisig multisig, int quorum) {
        return sound.verify(preimage, multisig, quorum);
    }
}
