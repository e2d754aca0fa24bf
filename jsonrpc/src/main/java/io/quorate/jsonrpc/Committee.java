package io.quorate.jsonrpc;

import java.util.List;

/**
 * Those who order in an epoch.
 *
 * @param quorum how many must take part for slots to be decided
 * @param fastQuorum how many for the fast path
 * @param faults how many liars are borne
 */
public record Committee(long epoch, int quorum, int fastQuorum, int faults,
        List<CommitteeMember> members) {
    public Committee {
        members = List.copyOf(members);
    }
}
