package io.quorate.bft.core.crypto;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Eight-byte checksums in place of signatures, for simulations: as cheap as can be, and worthless against anyone who
 * wants to forge.
 */
public final class FakeScheme implements QuorumScheme {
    private static final int SHARE_BYTES = Long.BYTES;

    private final ReplicaId self;
    private final ShareList shares;

    public FakeScheme(ReplicaId self, int committeeSize) {
        this.self = self;
        this.shares = new ShareList(committeeSize, SHARE_BYTES);
    }

    @Override
    public byte suite() {
        return 0;
    }

    @Override
    public int committeeSize() {
        return shares.committeeSize();
    }

    @Override
    public int shareSizeBytes() {
        return SHARE_BYTES;
    }

    @Override
    public Bytes sign(Digest preimage) {
        return Bytes.ofUnsignedLong(checksum(self, preimage));
    }

    @Override
    public boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share) {
        return share.size() == SHARE_BYTES && share.getLong(0) == checksum(signer, preimage);
    }

    @Override
    public boolean checksSharesSingly() {
        return true;
    }

    @Override
    public Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> verified) {
        return Combined.all(shares.combine(verified));
    }

    @Override
    public boolean verify(Digest preimage, Multisig multisig, int quorum) {
        return shares.verify(multisig, quorum,
                (signer, share) -> verifyShare(signer, preimage, share));
    }

    private static long checksum(ReplicaId signer, Digest preimage) {
        long mixed = preimage.word0() ^ Long.rotateLeft(preimage.word1(), 17)
                ^ Long.rotateLeft(preimage.word2(), 31);
        return (mixed + 0x9e3779b97f4a7c15L * (signer.index() + 1)) * 0xbf58476d1ce4e5b9L;
    }
}
