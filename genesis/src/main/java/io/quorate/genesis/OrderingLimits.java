package io.quorate.genesis;

/**
 * Bounds that all replicas must share, or they would refuse each other's proposals.
 *
 * @param maxBatchBytes of the encoded transactions of one decided batch
 * @param maxBatchTransactions in one decided batch
 */
public record OrderingLimits(int maxBatchBytes, int maxBatchTransactions) {
    /** 2 MiB of transactions; a block stays well below the 8 MiB of EIP-7934. */
    public static final OrderingLimits DEFAULT = new OrderingLimits(2 * 1024 * 1024, 10_000);
}
