package io.quorate.bft.sim;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.VoteRouting;
import java.util.Arrays;
import java.util.Map;

/**
 * How fast slots could be decided if only distance took time: hop by hop over the regions' one-way delays with their
 * mean jitter, each hop
 * waiting for as many members as its quorum needs. Section 9 of the ordering design with its processing costs at zero.
 */
public final class NetworkFloor {
    private final Quorums quorums;
    private final Regions regions;
    private final int running;

    /** Medians from the leader's proposal to a replica's decision, in milliseconds; not a number where impossible. */
    public record Floors(double fastMillis, double slowMillis) {}

    /** Members from {@code running} on do not run. */
    NetworkFloor(Quorums quorums, Regions regions, int running) {
        this.quorums = quorums;
        this.regions = regions;
        this.running = running;
    }

    /**
     * Over all replicas, the slots that each leader proposed and, with collectors, whoever may be drawn to act.
     *
     * @param proposals by leader
     */
    Floors of(VoteRouting routing, Map<Integer, Long> proposals) {
        LatencyHistogram fast = new LatencyHistogram();
        LatencyHistogram slow = new LatencyHistogram();
        int places = Math.min(running, regions.count()); // replicas go round the regions: others repeat these
        proposals.forEach((leader, slots) -> {
            long[] proposed = told(leader, 0);
            if (routing == VoteRouting.DIRECT) {
                add(fast, slots, everywhere(proposed, quorums.fast()));
                add(slow, slots, everywhere(everywhere(proposed, quorums.quorum()),
                        quorums.quorum()));
            } else {
                for (int collector = 0; collector < places; collector++) {
                    long[] prepared = told(collector, nth(proposed, collector, quorums.quorum()));
                    add(fast, slots, told(collector, nth(proposed, collector, quorums.fast())));
                    add(slow, slots, told(collector, nth(prepared, collector, quorums.quorum())));
                }
            }
        });
        return new Floors(running < quorums.fast() ? Double.NaN : median(fast), median(slow));
    }

    private static void add(LatencyHistogram histogram, long weight, long[] decided) {
        for (long micros : decided) {
            histogram.add(micros, weight);
        }
    }

    private static double median(LatencyHistogram histogram) {
        return histogram.weight() == 0 ? Double.NaN : histogram.percentileMicros(50) / 1_000.0;
    }

    /** When each replica has {@code quorum} messages, sent by all at these times. */
    private long[] everywhere(long[] sent, int quorum) {
        long[] complete = new long[running];
        for (int i = 0; i < running; i++) {
            complete[i] = nth(sent, i, quorum);
        }
        return complete;
    }

    private long nth(long[] sent, int receiver, int quorum) {
        long[] arrivals = new long[running];
        for (int i = 0; i < running; i++) {
            arrivals[i] = sent[i] + oneWay(i, receiver);
        }
        Arrays.sort(arrivals);
        return arrivals[Math.min(quorum, running) - 1];
    }

    private long[] told(int sender, long atMicros) {
        long[] heard = new long[running];
        for (int i = 0; i < running; i++) {
            heard[i] = atMicros + oneWay(sender, i);
        }
        return heard;
    }

    private long oneWay(int from, int to) {
        long distance = from == to ? 0 : regions.oneWayMicros(from, to);
        return distance + distance * Wires.JITTER_PERCENT / 200;
    }
}
