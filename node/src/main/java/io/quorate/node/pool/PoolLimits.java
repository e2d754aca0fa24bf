package io.quorate.node.pool;

/**
 * How much a pool holds.
 *
 * @param countMax transactions altogether
 * @param bytesMax their encodings altogether, in bytes
 * @param countPerSenderMax transactions of one sender, and how far a nonce may lie above the account's
 * @param transactionBytesMax one encoding, in bytes
 */
public record PoolLimits(int countMax, long bytesMax, int countPerSenderMax,
        int transactionBytesMax) {
    /** About 32 MiB of heap when full. */
    public static final PoolLimits DEFAULT = new PoolLimits(32_768, 24L << 20, 4_096, 128 << 10);

    /** Of the pool, what may wait behind a missing nonce: that part never reaches a block by itself. */
    int gappedMax() {
        return countMax / 4;
    }
}
