package io.quorate.bft.core;

import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.core.transfer.TransferRules;

/** Ways to treat lanes wrongly, for tests that show that the simulator notices. */
public enum BrokenLaneRules {
    /** Votes for bodies that are not here. */
    VOTES_WITHOUT_BODIES,
    /** A slot that cites an old tip sets the cut back. */
    CUT_GOES_BACK,
    /** A lane is frozen from the next slot on, which some hand over before they know. */
    FREEZES_AT_ONCE,
    /** Writes and cites a lane whatever is proved against its author: no fault of safety, and what a faulty leader does. */
    CITES_FROZEN_LANES;

    /** A replica with this fault. */
    public Replica replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules payloadRules,
            Recovery recovery) {
        return new Replica(config, scheme, payloadRules, recovery, ViewRules.PRODUCT, rules(),
                EvidenceRules.PRODUCT, TransferRules.PRODUCT);
    }

    private LaneRules rules() {
        BrokenLaneRules rule = this;
        return new LaneRules() {
            @Override
            public boolean votes(boolean held) {
                return rule == VOTES_WITHOUT_BODIES || super.votes(held);
            }

            @Override
            public boolean leavesOut(boolean caught) {
                return rule != CITES_FROZEN_LANES && super.leavesOut(caught);
            }

            @Override
            public long frozenFrom(long decidedAt, int window) {
                return rule == FREEZES_AT_ONCE ? decidedAt + 1
                        : super.frozenFrom(decidedAt, window);
            }

            @Override
            public long after(long before, long tip, long reached) {
                return rule == CUT_GOES_BACK ? Math.min(tip, reached)
                        : super.after(before, tip, reached);
            }
        };
    }
}
