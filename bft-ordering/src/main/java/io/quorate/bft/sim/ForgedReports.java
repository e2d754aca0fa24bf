package io.quorate.bft.sim;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.ViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** View changes that tell something else than their sender did, under its genuine signature. */
final class ForgedReports {
    private final int window;
    private final OwnKey key;
    private final Forger forger;
    private final SimRandom random;

    ForgedReports(ReplicaConfig config, OwnKey key, Forger forger, SimRandom random) {
        this.window = config.window();
        this.key = key;
        this.forger = forger;
        this.random = random;
    }

    /** Sometimes the truth: else nobody would take part in a view change with it. */
    ViewChange of(ViewChange truth) {
        return switch (random.below(8)) {
            case 0 -> with(truth, List.of());
            case 1 -> with(truth, truth.reports().stream()
                    .map(r -> new SlotReport(r.seq(), r.lastVote1().or(() -> someVote(truth)),
                            Optional.empty(), Optional.empty()))
                    .toList());
            case 2 -> staleBase(truth);
            case 3 -> with(truth, invented(truth));
            case 4 -> with(truth, shadowing(truth, true));
            case 5 -> with(truth, shadowing(truth, false));
            case 6 -> with(truth, truth.reports().stream()
                    .map(r -> new SlotReport(r.seq(),
                            Optional.of(new SlotReport.LastVote(before(truth.newView()),
                                    key.noop(r.seq()))),
                            r.prepared(), Optional.empty()))
                    .toList());
            default -> truth;
        };
    }

    private ViewChange with(ViewChange truth, List<SlotReport> reports) {
        return key.viewChange(truth.newView(), truth.base(), truth.baseCert(), reports);
    }

    private ViewChange staleBase(ViewChange truth) {
        Optional<BlockCert> old = forger.oldBase()
                .filter(cert -> cert.seq().isBefore(truth.base()) && random.chance(50));
        SeqNum base = old.map(BlockCert::seq).orElse(SeqNum.ZERO);
        List<SlotReport> reports = truth.reports().stream()
                .filter(r -> r.seq().number() <= base.number() + window).toList();
        return key.viewChange(truth.newView(), base, old, reports);
    }

    /** Votes and certificates for values that nobody proposed, all over the window. */
    private List<SlotReport> invented(ViewChange truth) {
        List<SlotReport> reports = new ArrayList<>();
        for (int i = 1; i <= window; i++) {
            SeqNum seq = new SeqNum(truth.base().number() + i);
            Digest digest = key.invented(seq.number());
            View view = before(truth.newView());
            reports.add(new SlotReport(seq, Optional.of(new SlotReport.LastVote(view, digest)),
                    Optional.of(forger.prepared(view, seq, digest)), Optional.empty()));
        }
        return reports;
    }

    /** A forged certificate of the same or a higher view that must not hide a genuine one. */
    private List<SlotReport> shadowing(ViewChange truth, boolean sameView) {
        return truth.reports().stream().map(r -> {
            Digest digest = r.prepared().map(PrepCert::digest)
                    .or(() -> r.lastVote1().map(SlotReport.LastVote::digest))
                    .orElseGet(() -> key.noop(r.seq()));
            View view = sameView
                    ? r.prepared().map(PrepCert::view).orElseGet(() -> before(truth.newView()))
                    : before(truth.newView());
            return new SlotReport(r.seq(), r.lastVote1(),
                    Optional.of(forger.prepared(view, r.seq(), digest)), Optional.empty());
        }).toList();
    }

    private Optional<SlotReport.LastVote> someVote(ViewChange truth) {
        return Optional.of(new SlotReport.LastVote(before(truth.newView()), key.invented(7)));
    }

    private static View before(View view) {
        return new View(Math.max(0, view.number() - 1));
    }
}
