package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Replicas that run twice with one key, under partitions that change with the view. {@code ./quorate simulate
 * --twins 4} enumerates all schedules of four views; here are those of two, and a part of the others.
 */
class TwinsTest {
    private static final int VIEWS = Integer.getInteger("quorate.twins.views", 2);
    private static final int SAMPLES = Integer.getInteger("quorate.twins.samples", 500);

    @Test
    void noScheduleOfOneTwinAmongFourBreaksSafety() {
        TwinsEnumeration all = new TwinsEnumeration(VIEWS);
        assertThat(LongStream.range(0, all.count()).filter(number -> !all.isMirrored(number))
                .mapToObj(all::failure).flatMap(Optional::stream)).isEmpty();
    }

    /** A fixed part of four views, spread evenly over twins and schedules. */
    @Test
    void everySoManyScheduleOfFourViewsKeepsSafety() {
        TwinsEnumeration all = new TwinsEnumeration(4);
        long step = all.count() / SAMPLES | 1;
        assertThat(LongStream.range(0, SAMPLES).map(i -> i * step % all.count())
                .mapToObj(all::failure).flatMap(Optional::stream)).isEmpty();
    }

    /** 2·16^v/2 of each twin less those that mirror themselves: where its machines are together in every view. */
    @Test
    void mirroredSchedulesAreRunOnce() {
        for (int views = 1; views <= 3; views++) {
            TwinsEnumeration all = new TwinsEnumeration(views);
            long own = LongStream.range(0, all.count()).filter(n -> !all.isMirrored(n)).count();
            long themselves = 4 * (long) Math.pow(8, views);
            assertThat(2 * own).isEqualTo(all.count() + themselves);
        }
    }

    @Test
    void sampledSchedulesOfTwoTwinsAmongSevenKeepSafety() {
        assertThat(sample(new Quorums(7, 0), 2)).isEmpty();
    }

    @Test
    void sampledSchedulesOfOneTwinAmongFourKeepSafety() {
        assertThat(sample(new Quorums(4, 0), 1)).isEmpty();
    }

    /** Both machines of one leader start view 1, with different choices: those who took one see the other decided. */
    @Test
    void viewStartedTwiceStopsNoCorrectReplica() {
        assertThat(twinsRun(new Quorums(7, 0), 2, Parts.SOUND, 403).failure()).isEmpty();
    }

    /** A liar among four, and messages heard by some only in each round of each view. */
    @Test
    void sampledRoundsWithALiarKeepSafety() {
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < SAMPLES; seed++) {
            String name = "seed " + seed + " ";
            liarRun(new Quorums(4, 0), Parts.SOUND, seed).failure()
                    .ifPresent(failure -> failures.add(name + failure));
        }
        assertThat(failures).isEmpty();
    }

    private static List<String> sample(Quorums quorums, int twins) {
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < SAMPLES; seed++) {
            String name = "seed " + seed + " ";
            twinsRun(quorums, twins, Parts.SOUND, seed).failure()
                    .ifPresent(failure -> failures.add(name + failure));
        }
        return failures;
    }

    static RoundRun twinsRun(Quorums quorums, int twins, Parts parts, long seed) {
        SimRandom random = new SimRandom(seed);
        int views = random.below(4) + 1;
        int first = random.below(quorums.n());
        return new RoundRun(
                ClusterSetup.of(quorums, 8, seed).twins(first, twins).parts(parts),
                RoundSchedule.drawn(quorums.n() + twins, views, random), views);
    }

    static RoundRun liarRun(Quorums quorums, Parts parts, long seed) {
        SimRandom random = new SimRandom(seed);
        int views = random.below(4) + 1;
        EnumSet<Misbehaviour> ways = random.chance(50)
                ? EnumSet.of(Misbehaviour.LYING_VIEW_CHANGE)
                : EnumSet.of(Misbehaviour.LYING_VIEW_CHANGE, Misbehaviour.EQUIVOCATING,
                        Misbehaviour.LYING_NEW_VIEW);
        return new RoundRun(ClusterSetup.of(quorums, 8, seed).parts(parts),
                RoundSchedule.drawn(quorums.n(), views, random), views)
                .corrupt(random.below(quorums.n()), ways);
    }
}
