package io.quorate.bft.sim;

/**
 * A fault-free run under load.
 *
 * @param transactionBytes of each transaction on the wire
 * @param lanes whether transactions travel in lanes instead of proposals
 * @param seconds virtual time under load
 */
public record LoadPlan(int replicas, Regions regions, long transactionsPerSecond,
        int transactionBytes, int seconds, boolean lanes) {
    public LoadPlan {
        if (transactionsPerSecond < 1 || transactionBytes < 1 || seconds < 1) {
            throw new IllegalArgumentException("load, size and time must be positive");
        }
    }
}
