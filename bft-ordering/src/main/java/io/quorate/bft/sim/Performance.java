package io.quorate.bft.sim;

/**
 * What things cost on the simulated machines.
 *
 * @param regions where the replicas are, round-robin
 * @param bandwidthBits of each node, up and down each, in bits a second
 * @param cores of each node; the ordering loop uses one at a time
 * @param transactionBytes of each transaction on the wire
 */
record Performance(Regions regions, long bandwidthBits, int cores, int transactionBytes,
        Suite suite, long syncMicros, long hashNanosPerKib,
        long recoverSenderNanos, long executeNanos) {
    /** 5 Gbit/s, four cores, 20 µs to execute a transaction. */
    static Performance of(Regions regions, int transactionBytes, Suite suite) {
        return new Performance(regions, 5_000_000_000L, 4, transactionBytes, suite, 200, 615,
                35_000, 20_000);
    }

    long hashNanos(long bytes) {
        return bytes * hashNanosPerKib / 1_024;
    }

    long wireNanos(long bytes) {
        return bytes * 8_000_000_000L / bandwidthBits;
    }
}
