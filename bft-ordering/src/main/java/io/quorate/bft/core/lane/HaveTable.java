package io.quorate.bft.core.lane;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import java.util.Arrays;

/** What replicas said they hold of each lane: a hint to a leader. Mutable, one thread; a row for each that said it. */
public final class HaveTable {
    private final Report[][] bySender;
    private final int lanes;

    /** The highest place that a replica reported in a lane. */
    private record Report(long laneSeq, Digest digest) {}

    /** Looks up the digest that this replica holds at a place of its own chain; {@link Digest#ZERO} if none. */
    public interface OwnChain {
        Digest at(long laneSeq);
    }

    public HaveTable(int committeeSize, int lanes) {
        this.bySender = new Report[committeeSize][];
        this.lanes = lanes;
    }

    /** Reports only grow: a lower one is late, or a lie. */
    public void put(ReplicaId from, int lane, long laneSeq, Digest digest) {
        Report[] row = bySender[from.index()];
        if (row == null) {
            row = new Report[lanes];
            bySender[from.index()] = row;
        }
        if (row[lane] == null || laneSeq > row[lane].laneSeq()) {
            row[lane] = new Report(laneSeq, digest);
        }
    }

    /**
     * The place up to which at least {@code quorum} replicas, this one among them, hold this replica's own chain, which
     * reaches to {@code tip}. One that reports more than we hold is taken at its word.
     */
    public long heldBy(int quorum, int lane, long tip, OwnChain own) {
        long[] reached = new long[bySender.length];
        int count = 0;
        long lastAt = -1;
        Digest last = Digest.ZERO;
        reached[count++] = tip;
        for (Report[] row : bySender) {
            Report report = row == null ? null : row[lane];
            if (report != null && count < reached.length) {
                if (report.laneSeq() <= tip && report.laneSeq() != lastAt) { // most report the same
                    lastAt = report.laneSeq();
                    last = own.at(lastAt);
                }
                boolean agrees = report.laneSeq() > tip || last.equals(report.digest());
                reached[count++] = agrees ? Math.min(report.laneSeq(), tip) : 0;
            }
        }
        if (count < quorum) {
            return 0;
        }
        Arrays.sort(reached, 0, count);
        return reached[count - quorum];
    }
}
