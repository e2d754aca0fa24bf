package io.quorate.jsonrpc;

import java.util.List;

/**
 * How the machine and the process of a replica do. Everything is a number that was there anyway: asking costs nothing.
 *
 * @param software version of the program
 * @param protocol version of what replicas speak
 * @param clockMillis Unix time as this replica believes it
 * @param evidence how many replicas are proved to have signed two different things
 * @param removed the network has removed this replica from its members
 */
public record Vitals(String software, int protocol, long clockMillis, Disk disk, Memory memory,
        Pool pool, List<Trouble> troubles, List<Certificate> certificates, long evidence,
        boolean removed) {
    public Vitals {
        troubles = List.copyOf(troubles);
        certificates = List.copyOf(certificates);
    }

    /**
     * The disk of the data folder, in bytes.
     *
     * @param freeBytes -1 where the disk does not tell
     * @param minFreeBytes below it the replica stops; 0 for never
     * @param syncMillis how long a sync of the ordering log takes lately
     */
    public record Disk(long freeBytes, long minFreeBytes, long syncMillis) {}

    /**
     * Of the Java heap.
     *
     * @param liveBytes in use after the last collection
     * @param maxBytes of the part where what lives long is
     */
    public record Memory(long liveBytes, long maxBytes) {}

    /**
     * What waits.
     *
     * @param transactionsMax how many may
     * @param perSecond transactions that came into blocks, over the last seconds
     * @param busyMillis since when there is always something that could be in the next block; 0 where nothing is
     */
    public record Pool(int transactionsMax, double perSecond, long busyMillis) {}

    /** Why there is no link to a replica, or, with a number below 0, who tried to make one. */
    public record Trouble(int replica, String reason, long unixMillis) {}

    /** @param name what it is for: {@code p2p} or {@code rpc}; {@code secondsLeft} is negative once it has ended */
    public record Certificate(String name, long secondsLeft) {}
}
