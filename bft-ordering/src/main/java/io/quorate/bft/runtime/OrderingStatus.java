package io.quorate.bft.runtime;

import java.util.Optional;
import java.util.Set;

/**
 * A replica's position at one moment; plain numbers, so that pages and metrics can print it.
 *
 * @param active false while a view change is under way, when {@code view} is the awaited one
 * @param leader index of the view's leader
 * @param base last slot with a BlockCert
 * @param decided end of the gapless decided prefix
 * @param executed last slot executed and durable
 * @param connectedPeers their indices, ascending, without this replica
 * @param fastDecisions slots decided by the fast path since the start; {@code slow} by two rounds,
 *     {@code fetched} from a peer's certificate
 * @param viewChanges views entered since the start
 * @param lastViewChangeMillis Unix time of the last one; 0 if none
 * @param epoch number of the current one
 * @param incarnation of this process's log, in hexadecimal: what an epoch must name for it to vote
 * @param learner why this process does not vote in the epoch; empty if it does
 * @param rttMillis round trip within which a quorum answers, as measured; until then as configured
 */
public record OrderingStatus(
        long view,
        boolean active,
        int leader,
        long base,
        long decided,
        long executed,
        Set<Integer> connectedPeers,
        long fastDecisions,
        long slowDecisions,
        long fetchedDecisions,
        long viewChanges,
        long lastViewChangeMillis,
        long epoch,
        String incarnation,
        Optional<String> learner,
        long rttMillis) {}
