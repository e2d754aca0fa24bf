package io.quorate.bft.sim;

import io.quorate.bft.core.Effect;

/** How many views each machine has left since its decided prefix last grew: k of the timers. Mutable, one thread. */
final class FailedViews {
    private final SimCluster cluster;
    private final int[] failed;
    private final long[] decided;

    FailedViews(SimCluster cluster) {
        this.cluster = cluster;
        this.failed = new int[cluster.nodes().size()];
        this.decided = new long[cluster.nodes().size()];
    }

    void traced(int machine, Effect.Trace trace) {
        switch (trace.kind()) {
            case VIEW_LEFT -> {
                long now = cluster.node(machine).status().map(s -> s.decided().number())
                        .orElse(0L);
                failed[machine] = now > decided[machine] ? 1 : failed[machine] + 1;
                decided[machine] = now;
            }
            case RESTARTED -> failed[machine] = 0;
            default -> {
                // changes no timer
            }
        }
    }

    int max() {
        int max = 0;
        for (int count : failed) {
            max = Math.max(max, count);
        }
        return max;
    }
}
