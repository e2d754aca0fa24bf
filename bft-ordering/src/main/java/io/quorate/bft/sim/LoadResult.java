package io.quorate.bft.sim;

/**
 * What a run under load measured, in virtual time. Latencies are from a transaction's arrival at a replica until that
 * replica decided, or durably executed, it.
 *
 * @param messagesPerDecision sent by one replica for one slot, on average; gossip of transactions is not counted
 * @param bytesPerDecision the same, gossip included
 * @param fastDecisions counted once for each replica
 */
public record LoadResult(double throughputPerSecond, double decideMillisP50,
        double decideMillisP99, double executeMillisP50, double executeMillisP99, long slots,
        double messagesPerDecision, double bytesPerDecision, long fastDecisions,
        long slowDecisions, long fetchedDecisions, long viewChanges, long events,
        long traceHash) {}
