package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.VoteRouting;
import io.quorate.bft.core.crypto.FakeScheme;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.ViewChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios 19, 22 and 25: bad shares, bad collectors, wrong clocks, bad payloads, and what repair costs. */
class DefenceScenariosTest {
    private static final long LIMIT = 60_000;
    private static final long T_COLL_MILLIS = 20;
    private static final long T_FAST_MILLIS_MAX = 150;

    private static ClusterSetup collectors(int n, Parts parts) {
        Quorums quorums = n < 20 ? new Quorums(n, 0) : Quorums.ofSize(n);
        return ClusterSetup.of(quorums, 64, 3).routing(VoteRouting.COLLECTORS).parts(parts);
    }

    /** From submission to execution by all correct replicas, of 40 items. */
    private static List<Long> latencies(Stage stage) {
        List<Long> latencies = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long start = stage.cluster().events().nowMillis();
            stage.cluster().submit();
            while (!stage.done()) {
                stage.run(1);
                assertThat(stage.cluster().events().nowMillis() - start).isLessThan(LIMIT);
            }
            latencies.add(stage.cluster().events().nowMillis() - start);
        }
        return latencies;
    }

    private static long slowestMillis(Stage stage) {
        return Collections.max(latencies(stage));
    }

    @ParameterizedTest(name = "19a n={0}")
    @ValueSource(ints = {20})
    void silentCollectorCostsOneTurn(int n) {
        long usual = slowestMillis(new Stage(collectors(n, Parts.SOUND)).start());
        Stage stage = new Stage(collectors(n, Parts.SOUND));
        stage.cluster().corrupt(n - 1, EnumSet.of(Misbehaviour.SILENT));
        stage.start();
        assertThat(slowestMillis(stage)).isLessThanOrEqualTo(usual + T_COLL_MILLIS + 2);
        assertThat(stage.viewsEntered()).isZero();
        assertThat(stage.fast()).as("c = 1 may be missing").isGreaterThan(stage.slow());
    }

    /**
     * Without c, a missing vote ends the fast path, so that what silence costs shows among the slots of one run: the silent
     * one is the first collector of some, and each of the two certificates of the slow path is a turn late then.
     */
    @ParameterizedTest(name = "19a n={0}")
    @ValueSource(ints = {4, 7})
    void silentCollectorCostsOneTurnForEachCertificateOfTheSlowPath(int n) {
        Stage stage = new Stage(collectors(n, Parts.SOUND));
        stage.cluster().nodes().forEach(node -> node.disk().neverStalls());
        stage.cluster().corrupt(n - 1, EnumSet.of(Misbehaviour.SILENT));
        stage.start();
        stage.work(20, LIMIT); // the fast path is given up
        List<Long> sorted = latencies(stage).stream().sorted().toList();
        long usual = sorted.getFirst();
        assertThat(sorted.getLast()).as("one slot in 64 waits for the fast path again")
                .isLessThanOrEqualTo(usual + T_FAST_MILLIS_MAX + 2 * T_COLL_MILLIS);
        assertThat(sorted.get(sorted.size() - 2)).isBetween(usual + T_COLL_MILLIS,
                usual + 2 * T_COLL_MILLIS + 5);
        assertThat(stage.slow()).as("the silent one hears all votes, and has its own")
                .isGreaterThan(stage.fast());
        assertThat(stage.viewsEntered()).isZero();
    }

    @ParameterizedTest(name = "19b n={0}")
    @ValueSource(ints = {4, 7, 20})
    void lyingCollectorsStopNothing(int n) {
        Stage stage = new Stage(collectors(n, Parts.SOUND));
        for (int liar = 1; liar <= new Quorums(n, 0).f(); liar++) {
            stage.cluster().corrupt(n - liar, EnumSet.of(Misbehaviour.FORGING,
                    Misbehaviour.WRONG_RESULT, Misbehaviour.REPLAYING));
        }
        stage.start();
        stage.work(20, LIMIT);
        assertThat(stage.viewsEntered()).isZero();
    }

    /** Operators learn who computes something else before it matters. */
    @ParameterizedTest(name = "19d n={0}")
    @ValueSource(ints = {4, 7})
    void wrongResultsRaiseAnAlarmThatNamesTheirSender(int n) {
        TreeSet<String> alarms = new TreeSet<>();
        SimCluster cluster = new SimCluster(ClusterSetup.of(new Quorums(n, 0), 8, 1),
                (_, machine, trace) -> {
                    if (trace.kind() == Effect.Trace.Kind.DIVERGED && machine != n - 1) {
                        alarms.add(trace.detail().split(" ")[0]);
                    }
                });
        cluster.corrupt(n - 1, EnumSet.of(Misbehaviour.WRONG_RESULT));
        cluster.startAll();
        for (int i = 0; i < 20; i++) { // it is not always among those whose shares come before the certificate
            cluster.submit();
            cluster.runUntil(cluster.events().nowMicros() + 100_000);
        }
        assertThat(alarms).containsExactly("r" + (n - 1));
    }

    /** The spoiler is no leader for long: its proposals are refused once it is known, and it is then replaced. */
    @ParameterizedTest(name = "19c n={0}")
    @ValueSource(ints = {4, 7, 20})
    void badSharesAreFoundOutAndCostOneViewAtMost(int n) {
        Stage stage = new Stage(collectors(n, new Parts() {
            @Override
            public QuorumScheme scheme(QuorumScheme sound) {
                return new SumCheckedScheme(sound);
            }
        }));
        stage.cluster().markFaulty(0);
        stage.start();
        stage.work(20, LIMIT);
        assertThat(stage.viewsEntered()).isLessThanOrEqualTo(1);
    }

    /** f clocks, those of the first leaders, are wrong: as many views end, and no more. */
    @ParameterizedTest(name = "22c n={0}")
    @ValueSource(ints = {4, 7})
    void wrongClocksAtFLeadersCostAViewEach(int n) {
        int f = new Quorums(n, 0).f();
        Stage stage = new Stage(n);
        for (int leader = 0; leader < f; leader++) {
            stage.cluster().node(leader).skewClock(leader % 2 == 0 ? 10_000 : -10_000);
        }
        stage.start();
        stage.work(5, LIMIT);
        assertThat(stage.viewsEntered()).isEqualTo(f);
        assertThat(stage.slow()).as("the others vote on").isPositive();
    }

    @ParameterizedTest(name = "25b n={0}")
    @ValueSource(ints = {4, 7})
    void oversizeOrMalformedPayloadEndsItsLeadersView(int n) {
        for (int bytes : new int[]{0, 7, 8 * 5}) {
            Stage stage = new Stage(n);
            SimCluster cluster = stage.cluster();
            cluster.markFaulty(0);
            OwnKey key = new OwnKey(ReplicaConfig.of(new ReplicaId(0), new Quorums(n, 0), 1337),
                    new FakeScheme(new ReplicaId(0), n));
            int[] reasons = new int[Suspect.Reason.values().length];
            cluster.network().filter((from, to, message) -> {
                if (message instanceof Suspect suspect) {
                    reasons[suspect.reason().ordinal()]++;
                }
                if (from.index() == 0 && message instanceof Propose m) {
                    Value v = m.value();
                    Propose bad = key.propose(m.view(), new Value(v.seq(), v.timestampMillis(),
                            v.proposer(), Bytes.repeat((byte) 0, bytes)));
                    cluster.events().after(300, () -> to.receive(0, 0, bad, 0));
                    return false;
                }
                return true;
            });
            stage.start();
            stage.work(3, LIMIT);
            assertThat(stage.viewsEntered()).isEqualTo(1);
            assertThat(reasons[Suspect.Reason.INVALID_PROPOSAL.ordinal()]).isPositive();
        }
    }

    /** The same item comes again and again, while it waits and after it was executed: it is executed once. */
    @ParameterizedTest(name = "25c n={0}")
    @ValueSource(ints = {4, 7})
    void duplicatesAreExecutedOnce(int n) {
        Stage stage = new Stage(n).start();
        for (int i = 0; i < 20; i++) {
            long item = stage.cluster().submit();
            for (int copy = 0; copy < 10; copy++) {
                stage.run(copy);
                stage.cluster().nodes().forEach(node -> node.submit(item));
            }
        }
        stage.awaitDone(LIMIT);
        stage.run(2_000);
        for (SimNode node : stage.cluster().nodes()) {
            assertThat(node.application().executedCount()).isEqualTo(20);
            assertThat(node.application().poolSize()).isZero();
            assertThat(node.application().applied().seq()).isLessThan(40);
        }
    }

    /** A view change that cannot end: who holds what the others have to say is not told again. */
    @Test
    void waitingForAViewCostsLinearTraffic() {
        int n = 31;
        Stage stage = new Stage(collectors(n, Parts.SOUND)).start();
        for (int down = 0; down <= new Quorums(n, 0).f(); down++) {
            stage.cluster().crash(down);
        }
        stage.cluster().submit();
        stage.run(20_000);
        long[] sent = new long[1];
        stage.cluster().network().filter((_, _, message) -> {
            if (message instanceof ViewChange || message instanceof Suspect) {
                sent[0]++;
            }
            return true;
        });
        long intervals = 40;
        stage.run(intervals * 250);
        assertThat(sent[0] / intervals).as("view changes and suspicions per status interval")
                .isLessThan((long) n * n);
    }
}
