package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.Combined;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;

/** Another scheme, for tests that look at what is asked of it, or change an answer. */
public class ForwardingScheme implements QuorumScheme {
    private final QuorumScheme sound;

    protected ForwardingScheme(QuorumScheme sound) {
        this.sound = sound;
    }

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
    public Bytes sign(Digest preimage) {
        return sound.sign(preimage);
    }

    @Override
    public boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share) {
        return sound.verifyShare(signer, preimage, share);
    }

    @Override
    public boolean checksSharesSingly() {
        return sound.checksSharesSingly();
    }

    @Override
    public Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        return sound.combine(preimage, shares);
    }

    @Override
    public Combined add(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        return sound.add(preimage, shares);
    }

    @Override
    public boolean verify(Digest preimage, Multisig multisig, int quorum) {
        return sound.verify(preimage, multisig, quorum);
    }
}
