package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.util.Optional;

/** What the sender of a ViewChange knows about one slot above its base. */
public record SlotReport(SeqNum seq, Optional<LastVote> lastVote1, Optional<PrepCert> prepared,
        Optional<DecisionCert> decided) {
    /** The newest first vote its sender ever sent for the slot. */
    public record LastVote(View view, Digest digest) {}
}
