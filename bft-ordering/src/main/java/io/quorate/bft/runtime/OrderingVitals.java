package io.quorate.bft.runtime;

import io.quorate.bft.net.LinkTrouble;
import java.util.List;

/**
 * How the machine under a replica does.
 *
 * @param clockMillis Unix time as this replica believes it
 * @param syncMillis how long a sync of its log takes lately, on average
 * @param troubles why links are missing, at most one a peer
 */
public record OrderingVitals(long clockMillis, long syncMillis, List<LinkTrouble> troubles) {
    public OrderingVitals {
        troubles = List.copyOf(troubles);
    }
}
