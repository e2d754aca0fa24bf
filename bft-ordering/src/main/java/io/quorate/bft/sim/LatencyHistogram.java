package io.quorate.bft.sim;

import java.util.Map;
import java.util.TreeMap;

/** How long things took, each with a weight. Exact; mutable, one thread. */
final class LatencyHistogram {
    private final TreeMap<Long, Long> weightByMicros = new TreeMap<>();
    private long weight;

    void add(long micros, long itsWeight) {
        weightByMicros.merge(micros, itsWeight, Long::sum);
        weight += itsWeight;
    }

    long weight() {
        return weight;
    }

    /** Within which {@code percent} of the weight lies; 0 without any. */
    long percentileMicros(int percent) {
        long least = (weight * percent + 99) / 100;
        long seen = 0;
        for (Map.Entry<Long, Long> entry : weightByMicros.entrySet()) {
            seen += entry.getValue();
            if (seen >= least) {
                return entry.getKey();
            }
        }
        return 0;
    }
}
