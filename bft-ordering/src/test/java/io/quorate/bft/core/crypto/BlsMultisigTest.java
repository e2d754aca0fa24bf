package io.quorate.bft.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import supranational.blst.P1;

class BlsMultisigTest {
    private static final int N = 9;
    private static final Digest PREIMAGE = new Preimages(BlsMultisig.SUITE, 1337, 0)
            .vote1(View.ZERO, new SeqNum(1), Digest.ZERO);
    private static final List<BlsSigner> SIGNERS = IntStream.rangeClosed(1, N)
            .mapToObj(i -> BlsSigner.ofSeed(Bytes.repeat((byte) i, 32))).toList();
    private static final List<KeySigner> BATCH_SIGNERS = IntStream.rangeClosed(1, N)
            .mapToObj(i -> new KeySigner(Bytes.repeat((byte) i, 32))).toList();
    private static final List<Bytes> KEYS = IntStream.range(0, N).mapToObj(i -> BlsMultisig
            .memberKey(SIGNERS.get(i).publicKey(), BATCH_SIGNERS.get(i).publicKey())).toList();
    private static final List<BlsMultisig> MEMBERS = IntStream.range(0, N)
            .mapToObj(i -> new BlsMultisig(SIGNERS.get(i), BATCH_SIGNERS.get(i), KEYS))
            .toList();

    private final BlsMultisig verifier = MEMBERS.getFirst();

    private static TreeMap<ReplicaId, Bytes> shares(int... signers) {
        TreeMap<ReplicaId, Bytes> shares = new TreeMap<>();
        for (int signer : signers) {
            shares.put(new ReplicaId(signer), MEMBERS.get(signer).sign(PREIMAGE));
        }
        return shares;
    }

    /** On the curve but, as nearly all such points, not in the subgroup that keys and signatures live in. */
    private static Bytes outsideTheSubgroup() {
        byte[] compressed = new byte[48];
        for (int x = 1;; x++) {
            compressed[47] = (byte) x;
            compressed[0] = (byte) 0x80;
            var point = BlsPoints.signature(Bytes.wrap(compressed));
            if (point.isPresent() && !point.get().in_group()) {
                return Bytes.wrap(point.get().serialize());
            }
        }
    }

    @Test
    void acceptsOnlyTheSignersOwnShare() {
        Bytes share = MEMBERS.get(1).sign(PREIMAGE);
        assertThat(share.size()).isEqualTo(verifier.shareSizeBytes());
        assertThat(verifier.verifyShare(new ReplicaId(1), PREIMAGE, share)).isTrue();
        assertThat(verifier.verifyShare(new ReplicaId(2), PREIMAGE, share)).isFalse();
        assertThat(verifier.verifyShare(new ReplicaId(1), Digest.ZERO, share)).isFalse();
        assertThat(verifier.verifyShare(new ReplicaId(N), PREIMAGE, share)).isFalse();
        Bytes infinity = Bytes.concatenate(Bytes.of(0x40), Bytes.repeat((byte) 0, 95));
        for (Bytes bad : List.of(Bytes.EMPTY, infinity, Bytes.repeat((byte) 0xff, 96),
                outsideTheSubgroup(), share.slice(0, 95))) {
            assertThat(verifier.verifyShare(new ReplicaId(1), PREIMAGE, bad)).isFalse();
        }
    }

    /** A share is no batch's signature, nor the other way round. */
    @Test
    void batchesAreSignedWithTheOtherKey() {
        Bytes signature = MEMBERS.get(1).signBatch(PREIMAGE);
        assertThat(signature.size()).isEqualTo(SecpList.SHARE_BYTES);
        assertThat(verifier.verifyBatch(new ReplicaId(1), PREIMAGE, signature)).isTrue();
        assertThat(verifier.verifyBatch(new ReplicaId(2), PREIMAGE, signature)).isFalse();
        assertThat(verifier.verifyBatch(new ReplicaId(1), Digest.ZERO, signature)).isFalse();
        assertThat(verifier.verifyBatch(new ReplicaId(N), PREIMAGE, signature)).isFalse();
        assertThat(verifier.verifyShare(new ReplicaId(1), PREIMAGE, signature)).isFalse();
        assertThat(verifier.verifyBatch(new ReplicaId(1), PREIMAGE,
                MEMBERS.get(1).sign(PREIMAGE))).isFalse();
    }

    @Test
    void oneSignatureStandsForAll() {
        for (int[] signers : new int[][]{{0}, {0, 4, 8}, {0, 1, 2, 3, 5, 6, 7},
                {0, 1, 2, 3, 4, 5, 6, 7, 8}}) {
            Combined combined = verifier.combine(PREIMAGE, shares(signers));
            assertThat(combined.refused()).isEmpty();
            Multisig certificate = combined.multisig();
            assertThat(certificate.signature().size()).isEqualTo(48);
            assertThat(certificate.signerCount()).isEqualTo(signers.length);
            BlsMultisig other = MEMBERS.get(5);
            assertThat(other.verify(PREIMAGE, certificate, signers.length)).isTrue();
            assertThat(other.verify(PREIMAGE, certificate, signers.length + 1)).isFalse();
            assertThat(other.verify(Digest.ZERO, certificate, 1)).isFalse();
        }
    }

    @Test
    void findsEveryBadShareAmongGoodOnes() {
        TreeMap<ReplicaId, Bytes> shares = shares(0, 1, 2, 3, 4, 5, 6, 7, 8);
        shares.put(new ReplicaId(2), MEMBERS.get(2).sign(Digest.ZERO));
        shares.put(new ReplicaId(3), MEMBERS.get(4).sign(PREIMAGE)); // another's
        shares.put(new ReplicaId(6), Bytes.repeat((byte) 1, 96));
        shares.put(new ReplicaId(8), outsideTheSubgroup());
        Combined combined = verifier.combine(PREIMAGE, shares);
        assertThat(combined.refused()).containsExactly(new ReplicaId(2), new ReplicaId(3),
                new ReplicaId(6), new ReplicaId(8));
        assertThat(verifier.verify(PREIMAGE, combined.multisig(), 5)).isTrue();
    }

    @Test
    void certificatesCannotBeAltered() {
        Multisig good = verifier.combine(PREIMAGE, shares(0, 2, 3, 5, 7)).multisig();
        for (int bit = 0; bit < 16; bit++) {
            byte[] signers = good.signers().toArray();
            signers[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertThat(verifier.verify(PREIMAGE,
                    new Multisig(Bytes.wrap(signers), good.signature()), 1)).isFalse();
        }
        for (int i = 0; i < good.signature().size(); i++) {
            byte[] signature = good.signature().toArray();
            signature[i] ^= 1;
            assertThat(verifier.verify(PREIMAGE,
                    new Multisig(good.signers(), Bytes.wrap(signature)), 1)).isFalse();
        }
        assertThat(verifier.verify(PREIMAGE, new Multisig(Bytes.of(0, 0), good.signature()), 0))
                .isFalse();
        Bytes infinity = Bytes.wrap(new P1().compress());
        assertThat(verifier.verify(PREIMAGE, new Multisig(good.signers(), infinity), 1)).isFalse();
    }

    @Test
    void keysMustBeProved() {
        BlsSigner signer = SIGNERS.get(3);
        assertThat(BlsSigner.provesPossession(signer.publicKey(), signer.proofOfPossession()))
                .isTrue();
        assertThat(BlsSigner.provesPossession(signer.publicKey(),
                SIGNERS.get(4).proofOfPossession())).isFalse();
        assertThat(BlsSigner.provesPossession(signer.publicKey(), Bytes.EMPTY)).isFalse();
        assertThat(BlsSigner.provesPossession(Bytes.EMPTY, signer.proofOfPossession())).isFalse();
        KeySigner batches = BATCH_SIGNERS.get(3);
        assertThatThrownBy(() -> new BlsMultisig(signer, batches,
                List.of(Bytes.repeat((byte) 7, 160))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a compressed BLS12-381 public key");
        assertThatThrownBy(() -> new BlsMultisig(signer, batches, List.of(signer.publicKey())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("160 bytes, not 96");
        assertThatThrownBy(() -> BlsSigner.ofSeed(Bytes.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
