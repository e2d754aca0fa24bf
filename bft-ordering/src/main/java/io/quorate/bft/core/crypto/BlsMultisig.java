package io.quorate.bft.core.crypto;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/**
 * Certificates as one BLS12-381 signature of all signers: 48 bytes and one pairing check, however many they are. A
 * share costs forty times a secp256k1 one to check, so shares are added up unchecked and the sum is checked; where
 * it is wrong, halves are, until the bad shares are found. Batches, which everybody verifies one by one, are signed with
 * a secp256k1 key beside it.
 */
public final class BlsMultisig implements QuorumScheme {
    public static final byte SUITE = 2;
    /** An uncompressed point of G1. */
    static final int SHARE_BYTES = 96;
    /** A compressed point of G1. */
    static final int CERTIFICATE_BYTES = 48;
    private static final int MEMBER_KEY_BYTES = BlsSigner.PUBLIC_KEY_BYTES + 64;

    private final BlsSigner signer;
    private final SecpList batches;
    private final List<P2_Affine> publicKeys;
    private final P2 sumOfKeys;

    /**
     * {@code memberKeys}: as {@link #memberKey} makes them, in the order of replica ids; their owners' proofs of
     * possession were checked.
     *
     * @throws IllegalArgumentException if one is no public key
     */
    public BlsMultisig(BlsSigner signer, Signer batchSigner, List<Bytes> memberKeys) {
        this.signer = signer;
        List<P2_Affine> points = new ArrayList<>();
        List<Bytes> batchKeys = new ArrayList<>();
        for (Bytes key : memberKeys) {
            if (key.size() != MEMBER_KEY_BYTES) {
                throw new IllegalArgumentException("a member's keys have " + MEMBER_KEY_BYTES
                        + " bytes, not " + key.size());
            }
            Bytes ofVotes = key.slice(0, BlsSigner.PUBLIC_KEY_BYTES);
            points.add(BlsPoints.publicKey(ofVotes).orElseThrow(() -> new IllegalArgumentException(
                    "not a compressed BLS12-381 public key of 96 bytes: " + ofVotes)));
            batchKeys.add(key.slice(BlsSigner.PUBLIC_KEY_BYTES));
        }
        this.batches = new SecpList(batchSigner, batchKeys);
        this.publicKeys = List.copyOf(points);
        this.sumOfKeys = sum(this.publicKeys);
    }

    /** What an epoch names for a member: its BLS key (96 bytes), then its secp256k1 key (x ‖ y, 64 bytes). */
    public static Bytes memberKey(Bytes blsKey, Bytes secpKey) {
        return Bytes.concatenate(blsKey, secpKey);
    }

    @Override
    public byte suite() {
        return SUITE;
    }

    @Override
    public int committeeSize() {
        return publicKeys.size();
    }

    @Override
    public int shareSizeBytes() {
        return SHARE_BYTES;
    }

    @Override
    public boolean checksSharesSingly() {
        return false;
    }

    @Override
    public Bytes sign(Digest preimage) {
        return signer.sign(preimage);
    }

    @Override
    public Bytes signBatch(Digest preimage) {
        return batches.sign(preimage);
    }

    /** A fortieth of what {@link #verifyShare} takes. */
    @Override
    public boolean verifyBatch(ReplicaId author, Digest preimage, Bytes signature) {
        return batches.verifyShare(author, preimage, signature);
    }

    @Override
    public boolean verifyShare(ReplicaId member, Digest preimage, Bytes share) {
        if (share.size() != SHARE_BYTES || member.index() >= publicKeys.size()) {
            return false;
        }
        P2_Affine key = publicKeys.get(member.index());
        return BlsPoints.signature(share)
                .filter(point -> BlsPoints.verifies(point, key, preimage.toArray(),
                        BlsSigner.SIGNATURES))
                .isPresent();
    }

    @Override
    public Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        TreeSet<ReplicaId> refused = new TreeSet<>();
        TreeMap<ReplicaId, P1_Affine> points = points(shares, refused);
        findBad(preimage, new ArrayList<>(points.entrySet()), refused);
        points.keySet().removeAll(refused);
        return new Combined(multisig(points), refused);
    }

    @Override
    public Combined add(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        TreeSet<ReplicaId> refused = new TreeSet<>();
        return new Combined(multisig(points(shares, refused)), refused);
    }

    private static TreeMap<ReplicaId, P1_Affine> points(SortedMap<ReplicaId, Bytes> shares,
            SortedSet<ReplicaId> refused) {
        TreeMap<ReplicaId, P1_Affine> points = new TreeMap<>();
        shares.forEach((member, share) -> {
            var point = share.size() == SHARE_BYTES ? BlsPoints.signature(share)
                    : Optional.<P1_Affine>empty();
            point.ifPresentOrElse(p -> points.put(member, p), () -> refused.add(member));
        });
        return points;
    }

    private Multisig multisig(TreeMap<ReplicaId, P1_Affine> points) {
        return new Multisig(bitmap(points.keySet()),
                Bytes.wrap(sumOfShares(points.values()).compress()));
    }

    private void findBad(Digest preimage, List<Map.Entry<ReplicaId, P1_Affine>> shares,
            SortedSet<ReplicaId> bad) {
        if (shares.isEmpty() || sumVerifies(preimage, shares)) {
            return;
        }
        if (shares.size() == 1) {
            bad.add(shares.getFirst().getKey());
            return;
        }
        int half = shares.size() / 2;
        findBad(preimage, shares.subList(0, half), bad);
        findBad(preimage, shares.subList(half, shares.size()), bad);
    }

    private boolean sumVerifies(Digest preimage, List<Map.Entry<ReplicaId, P1_Affine>> shares) {
        P1 signature = sumOfShares(shares.stream().map(Map.Entry::getValue).toList());
        boolean[] signs = new boolean[publicKeys.size()];
        shares.forEach(share -> signs[share.getKey().index()] = true);
        return BlsPoints.verifies(signature.to_affine(), keyOf(signs).to_affine(),
                preimage.toArray(), BlsSigner.SIGNATURES);
    }

    @Override
    public boolean verify(Digest preimage, Multisig multisig, int quorum) {
        int n = publicKeys.size();
        int count = multisig.signerCount();
        if (multisig.signers().size() != (n + 7) / 8 || count < Math.max(1, quorum)
                || multisig.signature().size() != CERTIFICATE_BYTES) {
            return false;
        }
        boolean[] signs = new boolean[n];
        int known = 0;
        for (int i = 0; i < n; i++) {
            signs[i] = multisig.hasSigner(i);
            known += signs[i] ? 1 : 0;
        }
        return known == count // false when the bitmap names a replica beyond the committee
                && BlsPoints.signature(multisig.signature())
                        .filter(point -> BlsPoints.verifies(point, keyOf(signs).to_affine(),
                                preimage.toArray(), BlsSigner.SIGNATURES))
                        .isPresent();
    }

    /** Adds the signers' keys, or takes the absent ones' off the sum of all: whichever is less work. */
    private P2 keyOf(boolean[] signs) {
        List<P2_Affine> present = new ArrayList<>();
        List<P2_Affine> absent = new ArrayList<>();
        for (int i = 0; i < signs.length; i++) {
            (signs[i] ? present : absent).add(publicKeys.get(i));
        }
        if (present.size() <= absent.size()) {
            return sum(present);
        }
        P2 key = sumOfKeys.dup();
        return absent.isEmpty() ? key : key.add(sum(absent).neg());
    }

    private static P2 sum(List<P2_Affine> points) {
        P2 sum = new P2();
        points.forEach(sum::add);
        return sum;
    }

    /** Adding checks no subgroup: that is for the sum. */
    private static P1 sumOfShares(Iterable<P1_Affine> points) {
        P1 sum = new P1();
        points.forEach(sum::add);
        return sum;
    }

    private Bytes bitmap(Iterable<ReplicaId> members) {
        byte[] bitmap = new byte[(publicKeys.size() + 7) / 8];
        members.forEach(m -> bitmap[m.index() >> 3] |= (byte) (1 << (m.index() & 7)));
        return Bytes.wrap(bitmap);
    }
}
