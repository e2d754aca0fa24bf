package io.quorate.bft.core.message;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.View;
import org.apache.tuweni.bytes.Bytes;

/** {@code sender} wants to leave {@code view}. Signed, so that others may relay it; moves nobody before f+1 say so. */
public record Suspect(ReplicaId sender, View view, Reason reason,
        Bytes signature) implements Message {
    /** Why; for operators only. New reasons go to the end: the ordinal is the wire form. */
    public enum Reason {
        NO_PROGRESS,
        NEW_VIEW_LATE,
        LEADER_SILENT,
        INVALID_PROPOSAL,
        LEADER_CLOCK,
        ECHO,
        CENSORSHIP,
        /** The view would be started by the leader that f+1 replicas just gave up. */
        LEADER_AGAIN
    }
}
