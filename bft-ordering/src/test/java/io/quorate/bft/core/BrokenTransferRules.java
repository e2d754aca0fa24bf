package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.core.transfer.TransferRules;

/** Ways to get the transfer of a snapshot wrong. */
public enum BrokenTransferRules implements TransferRules {
    /** Takes whatever comes for the chunk that was asked for. */
    UNCHECKED_CHUNKS {
        @Override
        public boolean accepts(Digest expected, Digest actual) {
            return true;
        }
    },
    /** Believes the first offer. */
    ONE_OFFER {
        @Override
        public int offersNeeded(int weak) {
            return 1;
        }
    };

    /** A replica with this fault. */
    public Replica replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules payloadRules,
            Recovery recovery) {
        return new Replica(config, scheme, payloadRules, recovery, ViewRules.PRODUCT,
                LaneRules.PRODUCT, EvidenceRules.PRODUCT, this);
    }
}
