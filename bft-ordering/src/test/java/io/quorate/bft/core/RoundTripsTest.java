package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.Pong;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a replica takes for the distance of the others, and who can move it. */
class RoundTripsTest {
    private static final long FAR = 200;

    private long nowMillis = 10_000;

    private static RoundTrips of(int n) {
        return new RoundTrips(Timeouts.DEFAULT, Quorums.ofSize(n), 0);
    }

    /** Each answers after its own round trip; one below zero answers never. */
    private void rounds(RoundTrips trips, int count, long... rttMillis) {
        for (int round = 0; round < count; round++) {
            List<ReplicaId> asked = ask(trips);
            long asking = nowMillis;
            for (ReplicaId peer : asked) {
                long rtt = rttMillis[peer.index() % rttMillis.length];
                if (rtt >= 0) {
                    trips.onPong(peer, new Pong(trips.question(asking).nonce()), asking + rtt);
                }
            }
            nowMillis += Timeouts.DEFAULT.idleStatusMillis();
        }
    }

    private List<ReplicaId> ask(RoundTrips trips) {
        List<ReplicaId> asked = new ArrayList<>();
        trips.tick(nowMillis, asked::add);
        return asked;
    }

    @Test
    void theConfiguredValueStandsUntilAQuorumAnswered() {
        RoundTrips trips = of(4);
        assertThat(trips.timeouts()).isEqualTo(Timeouts.DEFAULT);
        rounds(trips, 3, 0, FAR, -1, -1);
        assertThat(trips.timeouts()).isEqualTo(Timeouts.DEFAULT);
        rounds(trips, 1, 0, FAR, FAR, -1);
        assertThat(trips.timeouts().rttMillis()).isGreaterThanOrEqualTo(FAR);
    }

    @Test
    void settlesAtTheRoundTripAndFollowsIt() {
        RoundTrips trips = of(7);
        rounds(trips, 40, FAR);
        assertThat(trips.timeouts().rttMillis()).isBetween(FAR, FAR + 2);
        rounds(trips, 3, 2 * FAR);
        assertThat(trips.timeouts().rttMillis()).as("longer at once").isGreaterThan(2 * FAR);
        rounds(trips, 60, 3);
        assertThat(trips.timeouts().rttMillis()).as("shorter in a while").isBetween(3L, 5L);
    }

    @Test
    void onALanTheFloorsRule() {
        RoundTrips trips = of(4);
        rounds(trips, 20, 0, 1, 0, 1);
        Timeouts measured = trips.timeouts();
        assertThat(measured.progress(0)).isEqualTo(Timeouts.DEFAULT.progress(0));
        assertThat(measured.newView(0)).isEqualTo(Timeouts.DEFAULT.newView(0));
        assertThat(measured.retransmit()).isEqualTo(Timeouts.DEFAULT.retransmit());
        assertThat(measured.collector()).isEqualTo(Timeouts.DEFAULT.collector());
    }

    /** f liars at any places, near or far from what is true, leave the estimate among the correct ones'. */
    @ParameterizedTest
    @CsvSource({"4", "5", "6", "7", "10", "16", "20", "31", "100"})
    void liarsMoveItOnlyToWhereACorrectOneIs(int n) {
        int f = Quorums.ofSize(n).f();
        for (long lie : new long[]{0, 1, 900, 2_999, 10_000, -1}) {
            for (int first = 1; first + f <= n; first += Math.max(1, n / 5)) {
                long[] rtt = new long[n];
                for (int i = 1; i < n; i++) {
                    rtt[i] = i >= first && i < first + f ? lie : 100 + i;
                }
                RoundTrips trips = of(n);
                nowMillis = 0;
                rounds(trips, 30 * (1 + n / RoundTrips.ASKED), rtt);
                assertThat(trips.timeouts().rttMillis()).as("n %s, lie %s from %s", n, lie, first)
                        .isBetween(101L, 100L + n + 2);
            }
        }
    }

    @Test
    void noEstimateIsAboveTheCap() {
        RoundTrips trips = of(4);
        rounds(trips, 20, 2_500);
        assertThat(trips.timeouts().rttMillis()).isEqualTo(RoundTrips.RTT_MILLIS_MAX);
        assertThat(trips.retransmit(new ReplicaId(1))).isEqualTo(2 * RoundTrips.RTT_MILLIS_MAX);
    }

    /** Neither an answer that is too late, nor a second one, nor one from the future. */
    @Test
    void anAnswerCountsOnceAndInTime() {
        RoundTrips trips = of(4);
        rounds(trips, 30, FAR);
        long before = trips.retransmit(new ReplicaId(1));
        ask(trips);
        long nonce = trips.question(nowMillis).nonce();
        trips.onPong(new ReplicaId(1), new Pong(nonce + 500), nowMillis);
        trips.onPong(new ReplicaId(1), new Pong(nonce), nowMillis + 10_000);
        trips.onPong(new ReplicaId(1), new Pong((1L << 62) - 1), nowMillis);
        assertThat(trips.retransmit(new ReplicaId(1))).isEqualTo(before);
        trips.onPong(new ReplicaId(1), new Pong(nonce), nowMillis + FAR);
        long after = trips.retransmit(new ReplicaId(1));
        trips.onPong(new ReplicaId(1), new Pong(nonce), nowMillis + 900);
        assertThat(trips.retransmit(new ReplicaId(1))).isEqualTo(after);
    }

    /** One that is further than the quorum is sent things again by its own distance, one that is nearer by the quorum's. */
    @Test
    void whatIsSentAgainWaitsForThatPeer() {
        RoundTrips trips = of(4);
        rounds(trips, 40, 0, 5, 100, 400);
        assertThat(trips.timeouts().retransmit()).isBetween(200L, 204L);
        assertThat(trips.retransmit(new ReplicaId(1))).isBetween(200L, 204L);
        assertThat(trips.retransmit(new ReplicaId(3))).isBetween(800L, 804L);
    }

    /** Eight questions a second, in turn, however many there are; before a quorum is known 32, each unknown one's. */
    @Test
    void asksAFewInTurn() {
        RoundTrips trips = of(500);
        int quorum = Quorums.ofSize(500).quorum();
        int learning = (quorum - 1 + RoundTrips.ASKED_FIRST - 1) / RoundTrips.ASKED_FIRST;
        List<ReplicaId> first = new ArrayList<>();
        for (int round = 0; round < learning; round++) {
            List<ReplicaId> asked = ask(trips);
            assertThat(asked).hasSize(RoundTrips.ASKED_FIRST);
            first.addAll(asked);
            asked.forEach(peer -> trips.onPong(peer,
                    new Pong(trips.question(nowMillis).nonce()), nowMillis + FAR));
            assertThat(ask(trips)).as("not before the next second").isEmpty();
            nowMillis = trips.deadlineMillis();
        }
        assertThat(first).doesNotHaveDuplicates().doesNotContain(new ReplicaId(0));
        assertThat(trips.timeouts().rttMillis()).isGreaterThan(FAR);
        assertThat(ask(trips)).hasSize(RoundTrips.ASKED).doesNotContainAnyElementsOf(first);
    }
}
