package io.quorate.node.metrics;

import io.quorate.bft.runtime.SlotStage;

/**
 * How long slots take from stage to stage at this replica. {@link #reached} is for the core's thread alone, which waits for
 * nothing here; a slot that skips a stage, or is known only from its end, is left out of what cannot be told.
 */
public final class SlotTimes implements MetricSource {
    /** More than slots are under way at once; a power of two. */
    private static final int KEPT = 1024;
    private static final int STAGES = SlotStage.values().length;

    private final long[] seqNums = new long[KEPT];
    /** 0 where a stage was not reached. */
    private final long[] nanos = new long[KEPT * STAGES];
    private final Histogram deciding = new Histogram();
    private final Histogram executing = new Histogram();
    private final Histogram certifying = new Histogram();

    public void reached(SlotStage stage, long seqNum, long nowNanos) {
        int place = (int) (seqNum & (KEPT - 1));
        if (seqNums[place] != seqNum) {
            seqNums[place] = seqNum;
            for (int i = 0; i < STAGES; i++) nanos[place * STAGES + i] = 0;
        }
        nanos[place * STAGES + stage.ordinal()] = nowNanos == 0 ? 1 : nowNanos;
        switch (stage) {
            case PROPOSED, VOTED -> {
                // nothing has taken its time yet
            }
            case DECIDED -> measure(deciding, place, isReached(place, SlotStage.VOTED)
                    ? SlotStage.VOTED
                    : SlotStage.PROPOSED, nowNanos); // whose vote is the proposal
            case EXECUTED -> measure(executing, place, SlotStage.DECIDED, nowNanos);
            case CERTIFIED -> measure(certifying, place, SlotStage.EXECUTED, nowNanos);
        }
    }

    private boolean isReached(int place, SlotStage stage) {
        return nanos[place * STAGES + stage.ordinal()] != 0;
    }

    private void measure(Histogram histogram, int place, SlotStage from, long nowNanos) {
        if (isReached(place, from)) {
            histogram.observe(nowNanos - nanos[place * STAGES + from.ordinal()]);
        }
    }

    @Override
    public void addTo(Exposition exposition) {
        exposition.histograms("quorate_slot_stage_seconds", "how long slots took in a stage",
                values -> {
                    values.add(deciding, "stage", "decide");
                    values.add(executing, "stage", "execute");
                    values.add(certifying, "stage", "certify");
                });
    }
}
