package io.quorate.bft.sim;

import java.util.SortedMap;

/**
 * What a run under load measured, in virtual time. Latencies are from a transaction's arrival at a replica until that
 * replica decided, or durably executed, it; a slot's latency is from its leader's proposal until each replica decides.
 * Figures for each decision are what one running replica did for one slot, on average.
 *
 * @param throughputPerSecond executed in the second half of the run
 * @param longestPauseMillis during which no further slot was decided anywhere
 * @param messagesPerDecision sent; gossip of transactions is not counted
 * @param bytesPerDecision sent, proposals included
 * @param gossipBytesPerDecision sent to pass transactions on
 * @param signaturesPerDecision made
 * @param verificationsPerDecision a list of signatures counts with each of them, an aggregated one once
 * @param messagesByKind each kind's share of {@code messagesPerDecision}
 * @param fastDecisions counted once for each replica
 * @param floors least time from proposal to decision that network and quorums allow
 */
public record LoadResult(double throughputPerSecond, double decideMillisP50,
        double decideMillisP99, double executeMillisP50, double executeMillisP99,
        double slotMillisP50, double slotMillisP99, NetworkFloor.Floors floors,
        double longestPauseMillis, long slots,
        double messagesPerDecision, double bytesPerDecision,
        double gossipBytesPerDecision, double signaturesPerDecision,
        double verificationsPerDecision, SortedMap<String, Double> messagesByKind,
        long fastDecisions, long slowDecisions, long fetchedDecisions, long viewChanges,
        long events, long traceHash) {
    /** Of all decisions, those on the fast path. */
    public double fastShare() {
        return (double) fastDecisions
                / Math.max(1, fastDecisions + slowDecisions + fetchedDecisions);
    }
}
