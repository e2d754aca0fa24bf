package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Inclusion;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.Suspect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ordering specification's scenarios 20 and 25 as far as leaders can be unfair to single items, with L3: an item
 * that was pushed to all commits within T_censor and one view change for each faulty leader.
 */
class FairnessScenariosTest {
    private static final long LIMIT = 60_000;
    /** A client's request every so often: less than a slot holds, so all slots have room. */
    private static final long LIGHT_MILLIS = 40;

    /** One leader for as long as its view lasts: passing the lead on would help too soon. */
    private static class StableLeader implements Parts {
        @Override
        public long segmentSlots(long usual) {
            return ReplicaConfig.STABLE_LEADER;
        }
    }

    private final List<String> suspicions = new ArrayList<>();

    private SimCluster cluster(int n, Parts parts) {
        suspicions.clear();
        return new SimCluster(ClusterSetup.of(new Quorums(n, 0), 8, 7).parts(parts),
                (_, machine, trace) -> {
                    if (trace.kind() == Effect.Trace.Kind.SUSPECTED) {
                        suspicions.add(trace.detail() + " by r" + machine);
                    }
                });
    }

    private static void load(SimCluster cluster, long millis, long everyMillis) {
        long end = cluster.events().nowMicros() + millis * 1_000;
        while (cluster.events().nowMicros() < end) {
            cluster.submit();
            cluster.runUntil(cluster.events().nowMicros() + everyMillis * 1_000);
        }
    }

    private static void censor(SimCluster cluster, int replica, long item) {
        cluster.markFaulty(replica);
        cluster.node(replica).application().censor(candidate -> candidate == item);
    }

    /** Milliseconds until all correct replicas executed {@code item} under a light load, or empty. */
    private static Optional<Long> executedAfter(SimCluster cluster, long item, long limitMillis) {
        long start = cluster.events().nowMillis();
        while (cluster.events().nowMillis() - start < limitMillis) {
            load(cluster, 100, LIGHT_MILLIS);
            if (cluster.nodes().stream().filter(node -> !node.faulty())
                    .allMatch(node -> node.application().hasExecuted(item))) {
                return Optional.of(cluster.events().nowMillis() - start);
            }
        }
        return Optional.empty();
    }

    /** L3, from when the item was submitted: T_incl until it is pushed, the rest for each leader that censors it. */
    private static long boundMillis(int censors) {
        Timeouts timeouts = Timeouts.DEFAULT;
        return 2 * Inclusion.PUSH_MILLIS
                + censors * (Inclusion.CENSOR_MILLIS + Inclusion.PUSH_MILLIS
                        + timeouts.newViewMillis())
                + timeouts.progressMillis();
    }

    @ParameterizedTest(name = "20a n={0}")
    @ValueSource(ints = {4, 7})
    void itemThatLeadersLeaveOutCommitsInTime(int n) {
        int f = new Quorums(n, 0).f();
        SimCluster cluster = cluster(n, new StableLeader());
        for (int leader = 0; leader < f; leader++) {
            censor(cluster, leader, 1);
        }
        cluster.startAll();
        long item = cluster.submit();
        Optional<Long> millis = executedAfter(cluster, item, LIMIT);
        assertThat(millis).as("L3").hasValueSatisfying(
                m -> assertThat(m).isLessThan(boundMillis(f)));
        assertThat(suspicions).filteredOn(s -> s.startsWith("CENSORSHIP")).isNotEmpty();
    }

    /** Only one replica hears of it, and the leader is not that one: pushing makes up for it. */
    @ParameterizedTest(name = "20b n={0}")
    @ValueSource(ints = {4, 7})
    void itemThatOneReplicaHoldsIsPushedToAll(int n) {
        SimCluster cluster = cluster(n, new StableLeader());
        cluster.startAll();
        long item = cluster.submitTo(n - 1);
        Optional<Long> millis = executedAfter(cluster, item, LIMIT);
        assertThat(millis).hasValueSatisfying(
                m -> assertThat(m).isLessThan(2 * Inclusion.PUSH_MILLIS));
        assertThat(suspicions).as("nobody is blamed for what it cannot know").isEmpty();
    }

    /** The mutant of this mechanism: without its signal the item is never ordered while others are. */
    @Test
    void withoutTheSignalACensoredItemWaitsForEver() {
        SimCluster cluster = cluster(4, new StableLeader() {
            @Override
            public boolean reportsCensorship() {
                return false;
            }
        });
        censor(cluster, 0, 1);
        cluster.startAll();
        assertThat(executedAfter(cluster, cluster.submit(), LIMIT / 2)).isEmpty();
    }

    /** Ten times what slots can hold: every item waits for more than T_censor, and no leader is to blame. */
    @ParameterizedTest(name = "25a n={0}")
    @ValueSource(ints = {4, 7})
    void floodDeposesNobodyAndEndsInTime(int n) {
        SimCluster cluster = cluster(n, new StableLeader());
        cluster.startAll();
        assertThat(flood(cluster)).as("suspicions").isEmpty();
    }

    @Test
    void aReplicaThatIgnoresFullSlotsWouldDeposeLeadersInAFlood() {
        SimCluster cluster = cluster(4, new StableLeader() {
            @Override
            public boolean mindsRoom() {
                return false;
            }
        });
        cluster.startAll();
        assertThat(flood(cluster)).filteredOn(s -> s.startsWith("CENSORSHIP")).isNotEmpty();
    }

    private List<String> flood(SimCluster cluster) {
        int items = 20_000;
        for (int i = 0; i < items; i++) {
            cluster.submit();
        }
        cluster.runUntil(cluster.events().nowMicros() + 5_000_000);
        long item = cluster.submit();
        long waiting = cluster.node(1).application().poolSize();
        assertThat(waiting).as("still a flood after five seconds").isPositive();
        long start = cluster.events().nowMillis();
        while (!cluster.node(1).application().hasExecuted(item)) {
            cluster.runUntil(cluster.events().nowMicros() + 100_000);
            assertThat(cluster.events().nowMillis() - start).as("latency behind " + waiting)
                    .isLessThan(waiting * 10);
        }
        return suspicions;
    }

    /** Just below the patience of the others: it may be slow, but its slots and every item commit. */
    @ParameterizedTest(name = "20c n={0}")
    @ValueSource(ints = {4, 7})
    void leaderJustBelowTProgressKeepsItsPlaceAndEveryItemCommits(int n) {
        SimCluster cluster = cluster(n, new StableLeader());
        long lateMicros = (Timeouts.DEFAULT.progressMillis() - 100) * 1_000;
        cluster.network().filter((from, to, message) -> {
            if (from.index() == 0 && message instanceof Propose && from.up()) {
                cluster.events().after(lateMicros, () -> to.receive(0, 0, message, 0));
                return false;
            }
            return true;
        });
        cluster.startAll();
        long item = cluster.submit();
        long start = cluster.events().nowMillis();
        while (!cluster.node(1).application().hasExecuted(item)) {
            cluster.runUntil(cluster.events().nowMicros() + 10_000);
            assertThat(cluster.events().nowMillis() - start)
                    .isLessThan(2 * Timeouts.DEFAULT.progressMillis());
        }
        assertThat(suspicions).isEmpty();
    }

    /** It decides all slots but one: the gapless prefix stands still, and that is what counts. */
    @ParameterizedTest(name = "20d n={0}")
    @ValueSource(ints = {4, 7})
    void leaderThatSkipsOneSlotIsReplaced(int n) {
        SimCluster cluster = cluster(n, new StableLeader());
        cluster.network().filter((from, _, message) -> !(from.index() == 0
                && message instanceof Propose propose && propose.value().seq().number() == 3));
        cluster.startAll();
        for (int i = 0; i < 40; i++) {
            cluster.submit();
        }
        cluster.runUntil(10_000_000);
        assertThat(suspicions).filteredOn(s -> s.startsWith(Suspect.Reason.NO_PROGRESS.name()))
                .isNotEmpty();
        assertThat(cluster.node(1).status().orElseThrow().view().number()).isEqualTo(1);
        for (long item = 1; item <= 40; item++) {
            assertThat(cluster.node(1).application().hasExecuted(item)).isTrue();
        }
    }
}
