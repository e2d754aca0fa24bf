package io.quorate.bft.sim;

import io.quorate.bft.core.Quorums;
import java.util.Optional;

/**
 * Every schedule of one replica among four that runs twice, for some views: who is its leader is a matter of which
 * replica it is, and each view splits the five machines into two sides. The two machines of the twin start alike: of two
 * schedules that differ in nothing but which is which, one is run.
 */
public final class TwinsEnumeration {
    private static final int REPLICAS = 4;
    private static final int MACHINES = 5;
    /** Five machines have so many ways to be on two sides, or on one: the fifth is always on the first. */
    private static final int PARTITIONS = 1 << MACHINES - 1;

    private final int views;
    private final long perTwin;
    private final Quorums quorums;
    private final Parts parts;

    public TwinsEnumeration(int views) {
        this(views, new Quorums(REPLICAS, 0), Parts.SOUND);
    }

    /** Of four replicas, with quorums and parts that a test may have broken. */
    TwinsEnumeration(int views, Quorums quorums, Parts parts) {
        if (views < 1 || views > 6) {
            throw new IllegalArgumentException("1 to 6 views can be enumerated, not " + views);
        }
        if (quorums.n() != REPLICAS) {
            throw new IllegalArgumentException("schedules are of 4 replicas, not " + quorums.n());
        }
        this.views = views;
        this.quorums = quorums;
        this.parts = parts;
        long all = 1;
        for (int view = 0; view < views; view++) {
            all *= PARTITIONS;
        }
        this.perTwin = all;
    }

    /** Numbers 0 to this, exclusively, name the schedules, mirrored ones too. */
    public long count() {
        return REPLICAS * perTwin;
    }

    /** The same as a smaller number's but for which of the twin's machines is which. */
    public boolean isMirrored(long number) {
        int twin = (int) (number / perTwin);
        long schedule = number % perTwin;
        long mirror = 0;
        long place = 1;
        for (long rest = schedule; place < perTwin; rest /= PARTITIONS, place *= PARTITIONS) {
            mirror += place * mirrored((int) (rest % PARTITIONS), twin);
        }
        return mirror < schedule;
    }

    /** What a schedule violates. */
    public Optional<String> failure(long number) {
        int twin = (int) (number / perTwin);
        int[] sides = new int[views];
        long rest = number % perTwin;
        for (int view = 0; view < views; view++) {
            sides[view] = (int) (rest % PARTITIONS);
            rest /= PARTITIONS;
        }
        return new RoundRun(ClusterSetup.of(quorums, 8, number).twins(twin, 1)
                .parts(parts), RoundSchedule.partitions(MACHINES, sides), views).failure()
                .map(what -> "twin " + twin + " schedule " + number + ": " + what);
    }

    /** Changes the places of the twin's machines; sides have no names. */
    private static int mirrored(int sides, int twin) {
        int own = sides >>> twin & 1;
        int other = sides >>> MACHINES - 1 & 1;
        int swapped = sides & ~(1 << twin | 1 << MACHINES - 1) | other << twin
                | own << MACHINES - 1;
        return (swapped >>> MACHINES - 1 & 1) == 0 ? swapped : ~swapped & (1 << MACHINES) - 1;
    }
}
