package io.quorate.bft.core;

import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.BatchClaim;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * What contradicts what. Whatever a crash, a restart or a lossy network does to a correct replica, it never signs two
 * such items. Open to subclasses only so that tests can show that the simulator catches any wrong rule.
 */
class EvidenceRules {
    static final EvidenceRules PRODUCT = new EvidenceRules();

    /** Whether the items contradict each other; their signatures are another matter. */
    final boolean contradict(Evidence evidence, ReplicaConfig config) {
        Message second = evidence.second();
        return switch (evidence.first()) {
            case Vote1 a when second instanceof Vote1 b ->
                    twoVotes(a.view(), b.view(), a.seq(), b.seq())
                            && !a.digest().equals(b.digest());
            case Vote2 a when second instanceof Vote2 b ->
                    twoVotes(a.view(), b.view(), a.seq(), b.seq())
                            && !a.digest().equals(b.digest());
            case ViewChange a when second instanceof ViewChange b ->
                    a.newView().equals(b.newView()) && a.sender().equals(evidence.accused())
                            && b.sender().equals(evidence.accused())
                            && !unsigned(a).equals(unsigned(b));
            case NewView a when second instanceof NewView b -> a.view().equals(b.view())
                    && config.viewStarter(a.view()).equals(evidence.accused())
                    && !unsigned(a).equals(unsigned(b));
            case Vote1 vote when second instanceof ViewChange change ->
                    change.sender().equals(evidence.accused()) && hides(change, vote.view(),
                            vote.seq(), config.window(),
                            report -> report.lastVote1().map(SlotReport.LastVote::view));
            case Vote2 vote when second instanceof ViewChange change ->
                    change.sender().equals(evidence.accused()) && hides(change, vote.view(),
                            vote.seq(), config.window(),
                            report -> report.prepared().map(PrepCert::view));
            case BatchClaim a when second instanceof BatchClaim b ->
                    a.header().author().equals(evidence.accused())
                            && b.header().author().equals(evidence.accused())
                            && a.header().laneSeq() == b.header().laneSeq()
                            && !a.header().equals(b.header());
            default -> false;
        };
    }

    boolean twoVotes(View view, View otherView, SeqNum seq, SeqNum otherSeq) {
        return view.equals(otherView) && seq.equals(otherSeq);
    }

    /** A vote below the promised view and above the base must be told of, or a newer one in its place. */
    boolean hides(ViewChange change, View view, SeqNum seq, int window,
            Function<SlotReport, Optional<View>> told) {
        boolean bound = view.isBefore(change.newView()) && seq.isAfter(change.base())
                && seq.number() <= change.base().number() + window;
        return bound && change.reports().stream().filter(report -> report.seq().equals(seq))
                .map(told).flatMap(Optional::stream).noneMatch(v -> covers(v, view));
    }

    /** A newer vote takes an older one's place in what a replica tells. */
    boolean covers(View told, View voted) {
        return !told.isBefore(voted);
    }

    private static ViewChange unsigned(ViewChange m) {
        return new ViewChange(m.sender(), m.newView(), m.base(), m.baseCert(), m.reports(),
                Bytes.EMPTY);
    }

    private static NewView unsigned(NewView m) {
        return new NewView(m.view(), m.members(), m.base(), m.choices(),
                Bytes.EMPTY);
    }
}
