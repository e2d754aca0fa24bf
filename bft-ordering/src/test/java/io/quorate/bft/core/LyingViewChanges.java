package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.FastCert;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.SlowCert;
import io.quorate.bft.core.message.ViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;

/**
 * What liars report: genuine certificates beside forged ones, of higher views or shadowing a good one, signatures that
 * were made for something else or are too few, invented votes, old and invented bases. Mutable, one thread.
 */
final class LyingViewChanges {
    private final Quorums quorums;
    private final int window;
    private final CertificateMint mint;
    private final Random random;

    LyingViewChanges(ReplicaConfig config, CertificateMint mint, Random random) {
        this.quorums = config.quorums();
        this.window = config.window();
        this.mint = mint;
        this.random = random;
    }

    /** For {@code view}; nobody is above slot {@code highest}. */
    ViewChange of(int liar, int view, long highest) {
        Optional<BlockCert> base = base(highest);
        long from = base.map(cert -> cert.seq().number()).orElse(0L);
        List<SlotReport> reports = new ArrayList<>();
        for (long seq = from + 1; seq <= from + window; seq++) {
            SlotReport report = report(new SeqNum(seq), view);
            if (report.lastVote1().isPresent() || report.prepared().isPresent()
                    || report.decided().isPresent()) {
                reports.add(report);
            }
        }
        return new ViewChange(new ReplicaId(liar), new View(view), new SeqNum(from), base, reports,
                Bytes.EMPTY);
    }

    private Optional<BlockCert> base(long highest) {
        SeqNum seq = new SeqNum(1 + random.nextInt((int) highest + window));
        List<BlockCert> genuine = mint.genuine(BlockCert.class, seq);
        return switch (random.nextInt(8)) {
            case 0 -> Optional.of(new BlockCert(seq, value(7, seq),
                    mint.forged(quorums.quorum())));
            case 1, 2, 3 -> genuine.stream().findFirst();
            default -> Optional.empty();
        };
    }

    private SlotReport report(SeqNum seq, int view) {
        Optional<SlotReport.LastVote> vote = random.nextInt(4) == 0 ? Optional.empty()
                : Optional.of(new SlotReport.LastVote(new View(random.nextInt(view)),
                        value(random.nextInt(3), seq)));
        return new SlotReport(seq, vote, prepared(seq, view), decided(seq, view));
    }

    private Optional<PrepCert> prepared(SeqNum seq, int view) {
        List<PrepCert> genuine = mint.genuine(PrepCert.class, seq);
        Optional<PrepCert> some = genuine.isEmpty() ? Optional.empty()
                : Optional.of(genuine.get(random.nextInt(genuine.size())));
        Multisig garbage = mint.forged(quorums.quorum());
        return switch (random.nextInt(6)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new PrepCert(new View(view - 1), seq,
                    value(random.nextInt(3), seq), garbage));
            case 2 -> some.map(cert -> new PrepCert(cert.view(), seq, cert.digest(), garbage));
            case 3 -> some.map(cert -> new PrepCert(new View(view - 1), seq, cert.digest(),
                    cert.signatures()));
            default -> some;
        };
    }

    private Optional<DecisionCert> decided(SeqNum seq, int view) {
        List<PrepCert> prepared = mint.genuine(PrepCert.class, seq);
        return switch (random.nextInt(10)) {
            case 0 -> mint.genuine(SlowCert.class, seq).stream().findFirst()
                    .map(DecisionCert.class::cast);
            case 1 -> mint.genuine(FastCert.class, seq).stream().findFirst()
                    .map(DecisionCert.class::cast);
            case 2 -> Optional.of(new SlowCert(new View(view - 1), seq,
                    value(random.nextInt(3), seq), mint.forged(quorums.quorum())));
            case 3 -> prepared.stream().findFirst().map(cert -> new FastCert(cert.view(), seq,
                    cert.digest(), cert.signatures())); // a quorum, but not the fast one
            default -> Optional.empty();
        };
    }

    static Digest value(int number, SeqNum seq) {
        return new Digest(number + 1, seq.number(), 0, 0);
    }
}
