package io.quorate.bft.core;

import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.transfer.TransferRules;
import java.util.Optional;
import java.util.function.Function;

/** Rules that would convict correct replicas. */
public enum BrokenEvidenceRules {
    /** A vote of the new view is hidden from the view change that led to it. */
    FORGETS_PROMISES,
    /** A vote is hidden where a newer one took its place. */
    DEMANDS_EVERY_VOTE;

    /** A replica with this fault. */
    public Replica replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules payloadRules,
            Recovery recovery) {
        return new Replica(config, scheme, payloadRules, recovery, ViewRules.PRODUCT,
                LaneRules.PRODUCT, rules(), TransferRules.PRODUCT);
    }

    private EvidenceRules rules() {
        BrokenEvidenceRules broken = this;
        return new EvidenceRules() {
            @Override
            boolean hides(ViewChange change, View view, SeqNum seq, int window,
                    Function<SlotReport, Optional<View>> told) {
                View bound = broken == FORGETS_PROMISES ? new View(change.newView().number() + 1)
                        : change.newView();
                return super.hides(new ViewChange(change.sender(), bound, change.base(),
                        Optional.empty(), change.reports(), change.signature()), view, seq, window,
                        told);
            }

            @Override
            boolean covers(View told, View voted) {
                return broken == DEMANDS_EVERY_VOTE ? told.equals(voted)
                        : super.covers(told, voted);
            }
        };
    }
}
