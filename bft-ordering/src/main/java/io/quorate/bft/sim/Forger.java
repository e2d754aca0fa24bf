package io.quorate.bft.sim;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.FastCert;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.SlowCert;
import io.quorate.bft.core.message.Status;
import io.quorate.bft.core.message.ViewChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Certificates that prove nothing, made of one key, of garbage, or of genuine ones cut short. Mutable, one thread. */
final class Forger {
    private static final int GENUINE_MAX = 16;

    private final int self;
    private final int committeeSize;
    private final int quorum;
    private final OwnKey key;
    private final SimRandom random;
    private final List<Certificate> genuine = new ArrayList<>();
    private int genuineNext;

    Forger(ReplicaConfig config, OwnKey key, SimRandom random) {
        this.self = config.self().index();
        this.committeeSize = config.quorums().n();
        this.quorum = config.quorums().quorum();
        this.key = key;
        this.random = random;
    }

    void heard(Message message) {
        switch (message) {
            case Certificate cert -> keep(cert);
            case ViewChange m -> {
                m.baseCert().ifPresent(this::keep);
                m.reports().stream().map(SlotReport::prepared).flatMap(Optional::stream)
                        .forEach(this::keep);
            }
            default -> {
                // holds no certificate
            }
        }
    }

    private void keep(Certificate cert) {
        if (genuine.size() < GENUINE_MAX) {
            genuine.add(cert);
        } else {
            genuine.set(genuineNext++ % GENUINE_MAX, cert);
        }
    }

    List<Message> certificates(Status position) {
        SeqNum seq = new SeqNum(position.decided().number() + random.between(0, 3));
        Digest digest = key.invented(seq.number());
        View view = position.view();
        List<Message> forged = new ArrayList<>();
        Multisig garbage = random.chance(50) ? garbage() : ownShareForAll(view, seq, digest);
        switch (random.below(4)) {
            case 0 -> forged.add(new FastCert(view, seq, digest, garbage));
            case 1 -> forged.add(new SlowCert(view, seq, digest, garbage));
            case 2 -> forged.add(new PrepCert(view, seq, digest, garbage));
            default -> forged.add(new BlockCert(seq.next(), digest, garbage));
        }
        if (!genuine.isEmpty()) {
            forged.add(recycled(genuine.get(random.below(genuine.size())), view));
        }
        return forged;
    }

    /** A prepared certificate that no quorum signed. */
    PrepCert prepared(View view, SeqNum seq, Digest digest) {
        return new PrepCert(view, seq, digest, garbage());
    }

    /** A base that was certified once, the oldest remembered. */
    Optional<BlockCert> oldBase() {
        return genuine.stream().filter(BlockCert.class::isInstance).map(BlockCert.class::cast)
                .findFirst();
    }

    /** Genuine signatures under something they were not made for, or fewer of them than a quorum. */
    private Message recycled(Certificate cert, View view) {
        Multisig signatures = random.chance(50) ? cert.signatures() : shortened(cert.signatures());
        return switch (cert) {
            case BlockCert c -> new BlockCert(c.seq(), c.digest(), shortened(signatures));
            case PrepCert c -> random.chance(50)
                    ? new FastCert(c.view(), c.seq(), c.digest(), signatures)
                    : new PrepCert(view.next(), c.seq(), c.digest(), signatures);
            case FastCert c -> new SlowCert(c.view(), c.seq(), c.digest(), signatures);
            case SlowCert c -> new FastCert(c.view(), c.seq(), c.digest(), signatures);
        };
    }

    private Multisig shortened(Multisig multisig) {
        int signers = multisig.signerCount();
        if (signers == 0) {
            return multisig;
        }
        int shareBytes = multisig.signature().size() / signers;
        byte[] bitmap = multisig.signers().toArray();
        int dropped = 0;
        while (!multisig.hasSigner(dropped)) {
            dropped++;
        }
        bitmap[dropped >> 3] &= (byte) ~(1 << (dropped & 7));
        return new Multisig(Bytes.wrap(bitmap), multisig.signature().slice(shareBytes));
    }

    private Multisig garbage() {
        int signers = Math.min(committeeSize, quorum + random.below(2));
        byte[] list = new byte[signers * Long.BYTES];
        for (int i = 0; i < list.length; i++) {
            list[i] = (byte) random.below(256);
        }
        return new Multisig(firstReplicas(signers), Bytes.wrap(list));
    }

    private Multisig ownShareForAll(View view, SeqNum seq, Digest digest) {
        Bytes share = key.vote1(view, seq, digest).share();
        int signers = Math.min(committeeSize, Math.max(quorum, self + 1));
        Bytes[] shares = new Bytes[signers];
        Arrays.fill(shares, share);
        return new Multisig(firstReplicas(signers), Bytes.concatenate(shares));
    }

    private Bytes firstReplicas(int count) {
        byte[] bitmap = new byte[(committeeSize + 7) / 8];
        for (int i = 0; i < count; i++) {
            bitmap[i >> 3] |= (byte) (1 << (i & 7));
        }
        return Bytes.wrap(bitmap);
    }
}
