package io.quorate.bft.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class SecpListTest {
    private static final int N = 4;
    private static final BigInteger ORDER = new BigInteger(
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final Digest PREIMAGE = new Preimages(SecpList.SUITE, 1337, 0)
            .vote1(View.ZERO, new SeqNum(1), Digest.ZERO);

    private final List<SecpList> members = members(Ecdsa.DEFAULT);

    private static List<SecpList> members(Ecdsa ecdsa) {
        List<KeySigner> signers = new ArrayList<>();
        for (int i = 1; i <= N; i++) {
            signers.add(new KeySigner(Bytes.repeat((byte) i, 32), ecdsa));
        }
        List<Bytes> keys = signers.stream().map(KeySigner::publicKey).toList();
        return signers.stream().map(signer -> new SecpList(signer, keys, ecdsa)).toList();
    }

    private Multisig certificate(int... signers) {
        TreeMap<ReplicaId, Bytes> shares = new TreeMap<>();
        for (int signer : signers) {
            shares.put(new ReplicaId(signer), members.get(signer).sign(PREIMAGE));
        }
        return members.getFirst().combine(PREIMAGE, shares).multisig();
    }

    @Test
    void nativeAndPortableSignaturesAreTheSame() {
        assertThat(Ecdsa.DEFAULT).isInstanceOf(NativeEcdsa.class);
        List<SecpList> portable = members(new PortableEcdsa());
        for (int i = 0; i < N; i++) {
            Bytes share = members.get(i).sign(PREIMAGE);
            assertThat(portable.get(i).sign(PREIMAGE)).isEqualTo(share);
            assertThat(portable.get(0).verifyShare(new ReplicaId(i), PREIMAGE, share)).isTrue();
        }
    }

    @Test
    void acceptsOnlyTheSignersOwnCanonicalShare() {
        SecpList verifier = members.get(0);
        byte[] share = members.get(1).sign(PREIMAGE).toArray();
        assertThat(verifier.verifyShare(new ReplicaId(1), PREIMAGE, Bytes.wrap(share))).isTrue();
        assertThat(verifier.verifyShare(new ReplicaId(2), PREIMAGE, Bytes.wrap(share))).isFalse();
        assertThat(verifier.verifyShare(new ReplicaId(1), Digest.ZERO, Bytes.wrap(share)))
                .isFalse();
        byte[] otherParity = share.clone();
        otherParity[64] ^= 1;
        assertThat(verifier.verifyShare(new ReplicaId(1), PREIMAGE, Bytes.wrap(otherParity)))
                .isFalse();
        assertThat(verifier.verifyShare(new ReplicaId(1), PREIMAGE, Bytes.wrap(highS(share))))
                .isFalse();
        assertThat(verifier.verifyShare(new ReplicaId(1), PREIMAGE, Bytes.wrap(new byte[65])))
                .isFalse();
        assertThat(verifier.verifyShare(new ReplicaId(1), PREIMAGE, Bytes.EMPTY)).isFalse();
    }

    /** The same signature with s negated: valid ECDSA, but a second form of one share. */
    private static byte[] highS(byte[] share) {
        byte[] high = share.clone();
        byte[] s = ORDER.subtract(new BigInteger(1, share, 32, 32)).toByteArray();
        for (int i = 0; i < 32; i++) {
            int from = s.length - 32 + i;
            high[32 + i] = from < 0 ? 0 : s[from];
        }
        high[64] ^= 1;
        return high;
    }

    @Test
    void certificatesNeedTheQuorumAndGenuineShares() {
        SecpList verifier = members.get(3);
        Multisig three = certificate(0, 2, 3);
        assertThat(three.signers()).isEqualTo(Bytes.of(0b1101));
        assertThat(verifier.verify(PREIMAGE, three, 3)).isTrue();
        assertThat(verifier.verify(PREIMAGE, three, 4)).isFalse();
        assertThat(verifier.verify(Digest.ZERO, three, 3)).isFalse();
        Multisig renamed = new Multisig(Bytes.of(0b1110), three.signature());
        assertThat(verifier.verify(PREIMAGE, renamed, 3)).isFalse();
        Multisig stranger = new Multisig(Bytes.of(0b11001), three.signature());
        assertThat(verifier.verify(PREIMAGE, stranger, 3)).isFalse();
        Multisig shorter = new Multisig(three.signers(), three.signature().slice(65));
        assertThat(verifier.verify(PREIMAGE, shorter, 2)).isFalse();
    }

    @Test
    void refusesKeysOutsideTheGroup() {
        assertThatThrownBy(() -> new KeySigner(Bytes.repeat((byte) 0xff, 32)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeySigner(Bytes.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
