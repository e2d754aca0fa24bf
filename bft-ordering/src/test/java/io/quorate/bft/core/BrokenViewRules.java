package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.transfer.TransferRules;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Ways to start a view wrongly, for tests that show that the simulator notices. */
public enum BrokenViewRules {
    /** A fast candidate wins over a prepared value of its view. */
    TIES_TO_FAST,
    /** The fast candidate always wins. */
    ALWAYS_FAST,
    /** The prepared value always wins. */
    ALWAYS_SLOW,
    /** No fast candidate is looked for. */
    IGNORES_FAST,
    /** A prepared value counts for nothing: a no-op takes its place. */
    IGNORES_PREPARED,
    /** Of several prepared values, the oldest. */
    OLDEST_PREPARED,
    /** Takes the newest certificate before it looks whether it is valid. */
    VERIFIES_TOO_LATE,
    /** Nobody checks what the new leader chose. */
    UNCHECKED_CHOICES;

    /** A replica with this fault. */
    public Replica replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules payloadRules,
            Recovery recovery) {
        return new Replica(config, scheme, payloadRules, recovery, rules(),
                LaneRules.PRODUCT, EvidenceRules.PRODUCT, TransferRules.PRODUCT);
    }

    private ViewRules rules() {
        BrokenViewRules rule = this;
        return new ViewRules() {
            @Override
            Optional<Digest> ofSlot(List<SlotReport> reports, int candidate,
                    Predicate<Certificate> valid) {
                return rule.ofSlot(reports, candidate, valid);
            }

            @Override
            boolean accepts(NewView message, ViewChoice choice) {
                return rule == UNCHECKED_CHOICES || super.accepts(message, choice);
            }
        };
    }

    private Optional<Digest> ofSlot(List<SlotReport> reports, int candidate,
            Predicate<Certificate> valid) {
        Optional<Digest> decided = reports.stream().flatMap(r -> r.decided().stream())
                .filter(valid).map(Certificate::digest).findFirst();
        Optional<PrepCert> slow = reports.stream().flatMap(r -> r.prepared().stream())
                .filter(valid).max(Comparator.comparing(PrepCert::view));
        Optional<SlotReport.LastVote> fast = ViewChoice.fastCandidate(reports, candidate);
        Optional<Digest> slowDigest = slow.map(PrepCert::digest);
        Optional<Digest> fastDigest = fast.map(SlotReport.LastVote::digest);
        Optional<Digest> chosen = switch (this) {
            case TIES_TO_FAST -> fast.isPresent()
                    && slow.filter(s -> s.view().isAfter(fast.get().view())).isEmpty()
                            ? fastDigest
                            : slowDigest;
            case ALWAYS_FAST -> fastDigest.or(() -> slowDigest);
            case ALWAYS_SLOW -> slowDigest.or(() -> fastDigest);
            case IGNORES_FAST -> slowDigest;
            case IGNORES_PREPARED -> fastDigest;
            case OLDEST_PREPARED -> reports.stream().flatMap(r -> r.prepared().stream())
                    .filter(valid).min(Comparator.comparing(PrepCert::view))
                    .map(PrepCert::digest).or(() -> fastDigest);
            case VERIFIES_TOO_LATE -> reports.stream().flatMap(r -> r.prepared().stream())
                    .max(Comparator.comparing(PrepCert::view)).filter(valid)
                    .map(PrepCert::digest).or(() -> fastDigest);
            case UNCHECKED_CHOICES -> ViewChoice.ofSlot(reports, candidate, valid);
        };
        return decided.or(() -> chosen);
    }
}
