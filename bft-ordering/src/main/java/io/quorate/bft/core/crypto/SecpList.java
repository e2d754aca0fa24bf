package io.quorate.bft.core.crypto;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Certificates as lists of recoverable secp256k1 signatures: the cheapest for committees below about 48, and
 * checkable by any EVM's {@code ecrecover}.
 */
public final class SecpList implements QuorumScheme {
    public static final byte SUITE = 1;
    /** r (32) ‖ s (32) ‖ v (1; 0 or 1). */
    static final int SHARE_BYTES = 65;

    private static final byte[] HALF_ORDER = halfOrder();

    private final Signer signer;
    private final List<Bytes> publicKeys;
    private final ShareList shares;
    private final Ecdsa ecdsa;

    /** {@code publicKeys}: 64 bytes each (x ‖ y), in the order of replica ids. */
    public SecpList(Signer signer, List<Bytes> publicKeys) {
        this(signer, publicKeys, Ecdsa.DEFAULT);
    }

    SecpList(Signer signer, List<Bytes> publicKeys, Ecdsa ecdsa) {
        for (Bytes key : publicKeys) {
            if (key.size() != 64) {
                throw new IllegalArgumentException(
                        "an uncompressed public key has 64 bytes, not " + key.size());
            }
        }
        this.signer = signer;
        this.publicKeys = List.copyOf(publicKeys);
        this.shares = new ShareList(publicKeys.size(), SHARE_BYTES);
        this.ecdsa = ecdsa;
    }

    @Override
    public byte suite() {
        return SUITE;
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
        return signer.sign(preimage);
    }

    /** By recovery, not verification: a wrong v would make the certificate useless to an EVM. */
    @Override
    public boolean verifyShare(ReplicaId member, Digest preimage, Bytes share) {
        if (share.size() != SHARE_BYTES || member.index() >= publicKeys.size()) {
            return false;
        }
        byte[] bytes = share.toArrayUnsafe();
        int recoveryId = bytes[SHARE_BYTES - 1];
        boolean lowS = Arrays.compareUnsigned(bytes, 32, 64, HALF_ORDER, 0, 32) <= 0;
        if (recoveryId < 0 || recoveryId > 1 || !lowS) {
            return false;
        }
        byte[] expected = publicKeys.get(member.index()).toArrayUnsafe();
        return ecdsa.recover(preimage.toArray(), Arrays.copyOf(bytes, 64), recoveryId)
                .filter(key -> Arrays.equals(key, expected)).isPresent();
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
                (member, share) -> verifyShare(member, preimage, share));
    }

    private static byte[] halfOrder() {
        BigInteger order = new BigInteger(
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
        return order.shiftRight(1).toByteArray(); // 7f…: 32 bytes, no sign byte
    }
}
