package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Applied;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.FakeScheme;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.BlockCert;
import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** What a learner does with certificates, true and forged. */
class FollowerTest {
    private static final int N = 4;
    private static final ReplicaId PEER = new ReplicaId(2);

    private int verified;
    private final ReplicaConfig config = ReplicaConfig.of(PEER, new Quorums(N, 0), 1337);
    private final Follower follower = new Follower(config, counting(new FakeScheme(PEER, N)),
            Applied.genesis(Digest.ZERO, 1_000), List.of(), List.of());

    private QuorumScheme counting(QuorumScheme sound) {
        return new ForwardingScheme(sound) {
            @Override
            public boolean verify(Digest preimage, Multisig multisig, int quorum) {
                verified++;
                return super.verify(preimage, multisig, quorum);
            }
        };
    }

    private BlockCert cert(long seq) {
        Digest preimage = new Preimages((byte) 0, 1337, 0).blockCert(new SeqNum(seq),
                result(seq));
        TreeMap<ReplicaId, Bytes> shares = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            ReplicaId signer = new ReplicaId(i);
            shares.put(signer, new FakeScheme(signer, N).sign(preimage));
        }
        return new BlockCert(new SeqNum(seq), result(seq),
                new FakeScheme(PEER, N).combine(preimage, shares).multisig());
    }

    private static Digest result(long seq) {
        return new Digest(seq, 0, 0, 0);
    }

    private void receive(BlockCert cert) {
        follower.step(new Input.Received(PEER, cert));
    }

    /** On a busy ledger every certificate that comes is of a slot that is not executed yet. */
    @Test
    void keepsACertificateUntilItsSlotIsExecuted() {
        receive(cert(5));
        receive(cert(7));
        for (long seq = 1; seq <= 6; seq++) {
            follower.step(new Input.Executed(new SeqNum(seq), result(seq)));
        }
        assertThat(follower.baseCert()).contains(cert(5));
        receive(cert(1L << 40));
        receive(cert(7));
        follower.step(new Input.Executed(new SeqNum(7), result(7)));
        assertThat(follower.baseCert()).contains(cert(7));
    }

    @Test
    void verifiesFewForgedCertificatesOfOneSender() {
        for (long seq = 1; seq < 100; seq++) {
            BlockCert of = cert(seq);
            receive(new BlockCert(of.seq(), new Digest(9, 9, 9, 9), of.signatures()));
        }
        assertThat(verified).isLessThanOrEqualTo(VerificationQuota.FAILURES_MAX);
    }
}
