package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Replicas that run twice with one key, under partitions that change with the view. {@code -Dquorate.twins.views=4}
 * enumerates all 262,144 schedules of four views; the default takes those of two.
 */
class TwinsTest {
    private static final int VIEWS = Integer.getInteger("quorate.twins.views", 2);
    private static final int SAMPLES = Integer.getInteger("quorate.twins.samples", 500);
    /** Five machines have so many ways to be on two sides, or on one. */
    private static final int PARTITIONS = 16;

    @Test
    void noScheduleOfOneTwinAmongFourBreaksSafety() {
        List<String> failures = new ArrayList<>();
        long schedules = 0;
        long combinations = 1;
        for (int view = 0; view < VIEWS; view++) {
            combinations *= PARTITIONS;
        }
        for (int twin = 0; twin < 4; twin++) { // which is to choose the views that it leads
            for (long number = 0; number < combinations; number++) {
                int[] sides = new int[VIEWS];
                long rest = number;
                for (int view = 0; view < VIEWS; view++) {
                    sides[view] = (int) (rest % PARTITIONS);
                    rest /= PARTITIONS;
                }
                String name = "twin " + twin + " schedule " + number;
                new RoundRun(ClusterSetup.of(new Quorums(4, 0), 8, number).twins(twin, 1),
                        RoundSchedule.partitions(5, sides), VIEWS).failure()
                        .ifPresent(failure -> failures.add(name + " " + failure));
                schedules++;
            }
        }
        assertThat(failures).isEmpty();
        assertThat(schedules).isEqualTo(4 * combinations);
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
