package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.ViewChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a new view must propose, computed from exactly QV view changes; the leader and every replica get the same.
 *
 * @param base the highest base that a valid certificate proves
 * @param digests for base+1, base+2, … up to the last slot for which anything may have been decided
 */
record ViewChoice(SeqNum base, Optional<BlockCert> baseCert, List<Digest> digests) {
    ViewChoice {
        digests = List.copyOf(digests);
    }

    SeqNum last() {
        return new SeqNum(base.number() + digests.size());
    }

    /**
     * An invalid certificate counts for nothing, and neither do others of its sender that are looked at later; what
     * that sender says of its votes still does.
     */
    static ViewChoice of(List<ViewChange> members, ReplicaConfig config,
            Predicate<Certificate> verifies,
            Function<SeqNum, Digest> noop, ViewRules rules) {
        Predicate<Certificate> valid = new Credibility(members, verifies);
        Optional<BlockCert> baseCert = members.stream()
                .flatMap(member -> member.baseCert().stream())
                .sorted(Comparator.comparing(BlockCert::seq).reversed())
                .filter(cert -> cert.seq().isAfter(config.epochStart()) && valid.test(cert))
                .findFirst();
        SeqNum base = baseCert.map(BlockCert::seq).orElse(config.epochStart());
        TreeMap<SeqNum, List<SlotReport>> bySlot = new TreeMap<>();
        for (ViewChange member : members) {
            for (SlotReport report : member.reports()) {
                if (report.seq().isAfter(base)
                        && report.seq().number() <= base.number() + config.window()) {
                    bySlot.computeIfAbsent(report.seq(), _ -> new ArrayList<>()).add(report);
                }
            }
        }
        TreeMap<SeqNum, Digest> chosen = new TreeMap<>();
        bySlot.forEach(
                (seq, reports) -> rules.ofSlot(reports, config.quorums().fastCandidate(), valid)
                        .ifPresent(digest -> chosen.put(seq, digest)));
        List<Digest> digests = new ArrayList<>();
        if (!chosen.isEmpty()) {
            for (SeqNum seq = base.next(); !seq.isAfter(chosen.lastKey()); seq = seq.next()) {
                digests.add(chosen.containsKey(seq) ? chosen.get(seq) : noop.apply(seq));
            }
        }
        return new ViewChoice(base, baseCert, digests);
    }

    /** The value one slot may have been decided to; empty if none can have been. */
    static Optional<Digest> ofSlot(List<SlotReport> reports, int fastCandidate,
            Predicate<Certificate> valid) {
        Optional<DecisionCert> decided = reports.stream()
                .flatMap(report -> report.decided().stream())
                .filter(valid).findFirst();
        if (decided.isPresent()) {
            return decided.map(DecisionCert::digest);
        }
        // Verified one by one from the newest: a forged copy must not hide a good one of the same view.
        Optional<PrepCert> slow = reports.stream().flatMap(report -> report.prepared().stream())
                .sorted(Comparator.comparing(PrepCert::view).reversed()).filter(valid).findFirst();
        Optional<SlotReport.LastVote> fast = fastCandidate(reports, fastCandidate);
        if (slow.isPresent()
                && (fast.isEmpty() || !slow.get().view().isBefore(fast.get().view()))) {
            return slow.map(PrepCert::digest); // ties to slow: the fast candidate is not decided then
        }
        return fast.map(SlotReport.LastVote::digest);
    }

    /** The digest that at least T members voted for last, with the T-th highest of their views. */
    static Optional<SlotReport.LastVote> fastCandidate(List<SlotReport> reports, int threshold) {
        TreeMap<Digest, List<View>> views = new TreeMap<>();
        for (SlotReport report : reports) {
            report.lastVote1().ifPresent(
                    vote -> views.computeIfAbsent(vote.digest(), _ -> new ArrayList<>())
                            .add(vote.view()));
        }
        for (var entry : views.entrySet()) {
            List<View> sorted = entry.getValue();
            if (sorted.size() >= threshold) {
                sorted.sort(Comparator.reverseOrder());
                return Optional
                        .of(new SlotReport.LastVote(sorted.get(threshold - 1), entry.getKey()));
            }
        }
        return Optional.empty();
    }
}
