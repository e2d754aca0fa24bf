package io.quorate.bft.core.crypto;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * Eight-byte checksums in place of signatures, for simulations: as cheap as can be, and worthless against anyone who
 * wants to forge.
 */
public final class FakeScheme implements QuorumScheme {
    private static final int SHARE_BYTES = Long.BYTES;

    private final ReplicaId self;
    private final ShareList shares;
    private final long[] keys;

    public FakeScheme(ReplicaId self, int committeeSize) {
        this(self, LongStream.rangeClosed(1, committeeSize).toArray());
    }

    private FakeScheme(ReplicaId self, long[] keys) {
        this.self = self;
        this.shares = new ShareList(keys.length, SHARE_BYTES);
        this.keys = keys;
    }

    /** With keys of eight bytes, in the order of replica ids. */
    public static FakeScheme of(ReplicaId self, List<Bytes> keys) {
        return new FakeScheme(self, keys.stream().mapToLong(key -> key.getLong(0)).toArray());
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
        int count = multisig.signerCount();
        Bytes signature = multisig.signature();
        if (multisig.signers().size() != (committeeSize() + 7) / 8 || count < quorum
                || signature.size() != (long) count * SHARE_BYTES) {
            return false;
        }
        // A simulation's hottest loop: every replica looks at every certificate, share by share.
        byte[] bitmap = multisig.signers().toArrayUnsafe();
        ByteBuffer list = ByteBuffer.wrap(signature.toArrayUnsafe());
        long mixed = mixed(preimage);
        for (int i = 0; i < committeeSize(); i++) {
            boolean signed = (bitmap[i >> 3] & 1 << (i & 7)) != 0;
            if (signed && list.getLong() != checksum(i, mixed)) {
                return false;
            }
        }
        return !list.hasRemaining(); // it has where the bitmap names a replica beyond the committee
    }

    private static long mixed(Digest preimage) {
        return preimage.word0() ^ Long.rotateLeft(preimage.word1(), 17)
                ^ Long.rotateLeft(preimage.word2(), 31);
    }

    private long checksum(ReplicaId signer, Digest preimage) {
        return checksum(signer.index(), mixed(preimage));
    }

    private long checksum(int signer, long mixed) {
        return (mixed + 0x9e3779b97f4a7c15L * keys[signer]) * 0xbf58476d1ce4e5b9L;
    }
}
