package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.FakeScheme;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.FastCert;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlowCert;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** Genuine certificates of a committee, and ones that only look like it. Mutable, one thread. */
final class CertificateMint {
    private final Quorums quorums;
    private final Preimages preimages;
    private final List<FakeScheme> keys = new ArrayList<>();
    private final Random random;
    private final List<Certificate> genuine = new ArrayList<>();

    CertificateMint(ReplicaConfig config, Random random) {
        this.quorums = config.quorums();
        this.preimages = new Preimages((byte) 0, config.chainId(), config.epoch());
        this.random = random;
        for (int i = 0; i < quorums.n(); i++) {
            keys.add(new FakeScheme(new ReplicaId(i), quorums.n()));
        }
    }

    FakeScheme keyOf(int replica) {
        return keys.get(replica);
    }

    Digest noop(SeqNum seq) {
        return preimages.noop(seq);
    }

    FastCert fast(View view, SeqNum seq, Digest digest) {
        return kept(new FastCert(view, seq, digest,
                signed(preimages.vote1(view, seq, digest), quorums.fast())));
    }

    PrepCert prepared(View view, SeqNum seq, Digest digest) {
        return kept(new PrepCert(view, seq, digest,
                signed(preimages.vote1(view, seq, digest), quorums.quorum())));
    }

    SlowCert slow(View view, SeqNum seq, Digest digest) {
        return kept(new SlowCert(view, seq, digest,
                signed(preimages.vote2(view, seq, digest), quorums.quorum())));
    }

    BlockCert block(SeqNum seq, Digest result) {
        return kept(new BlockCert(seq, result,
                signed(preimages.blockCert(seq, result), quorums.quorum())));
    }

    /** All that were made so far. */
    <C extends Certificate> List<C> genuine(Class<C> kind, SeqNum seq) {
        return genuine.stream().filter(kind::isInstance).map(kind::cast)
                .filter(cert -> cert.seq().equals(seq)).toList();
    }

    private <C extends Certificate> C kept(C cert) {
        genuine.add(cert);
        return cert;
    }

    private Multisig signed(Digest preimage, int signers) {
        TreeMap<ReplicaId, Bytes> shares = new TreeMap<>();
        int first = random.nextInt(quorums.n());
        for (int i = 0; i < signers; i++) {
            int signer = (first + i) % quorums.n();
            shares.put(new ReplicaId(signer), keys.get(signer).sign(preimage));
        }
        return keys.getFirst().combine(preimage, shares).multisig();
    }

    /** Of enough signers, none of whom signed; one of a few, so that several liars may report the same. */
    Multisig forged(int signers) {
        byte[] bitmap = new byte[(quorums.n() + 7) / 8];
        for (int i = 0; i < signers; i++) {
            bitmap[i >> 3] |= (byte) (1 << (i & 7));
        }
        return new Multisig(Bytes.wrap(bitmap),
                Bytes.repeat((byte) random.nextInt(3), signers * Long.BYTES));
    }
}
