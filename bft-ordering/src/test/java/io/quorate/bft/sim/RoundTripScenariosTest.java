package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.VoteRouting;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Ping;
import io.quorate.bft.core.message.Pong;
import io.quorate.bft.core.message.Status;
import io.quorate.bft.core.message.Suspect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas that are told of 2 ms find out how far away the others are, and their timers follow. */
class RoundTripScenariosTest {
    private static final SimNetwork.Weather LAN = SimNetwork.Weather.CALM;
    private static final SimNetwork.Weather WAN = new SimNetwork.Weather(0, 0, 95_000, 105_000);
    private static final long LIMIT = 10_000;
    private static final int ITEMS = 30;

    private long decisive;
    private long suspicions;

    private Stage stage(int n, SimNetwork.Weather weather) {
        Quorums quorums = Quorums.ofSize(n);
        Stage stage = new Stage(ClusterSetup.of(quorums, 8, 1).routing(VoteRouting.ofSize(n)));
        stage.cluster().network().weather(weather);
        stage.cluster().network().filter((_, _, message) -> counted(message));
        stage.start();
        return stage;
    }

    private boolean counted(Message message) {
        boolean upkeep = message instanceof Status || message instanceof Ping
                || message instanceof Pong;
        decisive += upkeep ? 0 : 1;
        suspicions += message instanceof Suspect ? 1 : 0;
        return true;
    }

    private static long rttMillis(Stage stage, boolean longest) {
        var all = stage.cluster().nodes().stream().filter(node -> !node.faulty())
                .mapToLong(node -> node.status().orElseThrow().rttMillis());
        return (longest ? all.max() : all.min()).orElseThrow();
    }

    private double messagesForEach(int n, SimNetwork.Weather weather) {
        Stage stage = stage(n, weather);
        stage.run(5_000);
        decisive = 0;
        long before = stage.executedMax();
        stage.work(ITEMS, LIMIT);
        stage.run(2_000);
        assertThat(stage.viewsEntered()).as("n %s %s", n, weather).isZero();
        assertThat(suspicions).as("n %s %s", n, weather).isZero();
        return (double) decisive / (stage.executedMax() - before);
    }

    /**
     * 200 ms there and back: no votes are sent twice, no backup collector acts, and nobody is suspected. By timers for 2 ms it was
     * 1.6 times as many messages for 4 and 7 replicas, three times as many for 20.
     */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7, 20})
    void farReplicasSendNoMoreThanNearOnes(int n) {
        double near = messagesForEach(n, LAN);
        double far = messagesForEach(n, WAN);
        assertThat(far).isLessThan(near * 1.2);
    }

    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7, 20})
    void theLinkIsFollowed(int n) {
        Stage stage = stage(n, LAN);
        stage.run(10_000);
        assertThat(rttMillis(stage, true)).isLessThanOrEqualTo(5);
        stage.cluster().network().weather(WAN);
        stage.run(10_000);
        assertThat(rttMillis(stage, false)).isGreaterThan(180);
        assertThat(rttMillis(stage, true)).isLessThan(500);
        stage.cluster().network().weather(LAN);
        stage.run(120_000);
        assertThat(rttMillis(stage, true)).isLessThanOrEqualTo(5);
    }

    /** f liars answer after ten seconds, or just in time: the others' timers stay where they are. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7, 20})
    void lateAnswersOfLiarsMoveNoTimer(int n) {
        Stage stage = stage(n, LAN);
        int f = Quorums.ofSize(n).f();
        SimCluster cluster = stage.cluster();
        for (int liar = 0; liar < f; liar++) {
            cluster.markFaulty(n - 1 - liar);
        }
        stage.run(5_000);
        cluster.network().filter((from, to, message) -> {
            if (from.faulty() && message instanceof Pong) {
                long micros = cluster.random().chance(50) ? 10_000_000 : 900_000;
                cluster.events().after(micros,
                        () -> to.receive(from.replica(), 0, message, 0));
                return false;
            }
            return true;
        });
        stage.run(60_000);
        assertThat(rttMillis(stage, true)).isLessThanOrEqualTo(5);
        stage.work(5, LIMIT);
        assertThat(stage.viewsEntered()).isZero();
    }
}
