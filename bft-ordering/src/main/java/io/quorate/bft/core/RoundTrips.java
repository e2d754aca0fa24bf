package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.Ping;
import io.quorate.bft.core.message.Pong;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * How far away the others are: asks a few of them in turn, smooths each one's answers (RFC 6298, section 2), and takes
 * from them the round trip within which a quorum answers. Mutable, one thread; a few numbers a replica.
 *
 * <p>Of the quorum's Q − 1 others at least f + 1 are beyond what liars can pull down, as Q − 1 &gt; f, and as Q − 1 ≤
 * n − 1 − f some correct one is at least as far: f members who answer late, early or never move the estimate only to
 * where a correct one is. Until so many have answered, the configured value stands. Nothing here is ever voted on.
 */
final class RoundTrips {
    /** Questions in each round: few enough that traffic does not grow with the committee. */
    static final int ASKED = 8;
    /** In each round until a quorum is known, and rounds are shorter; of those only who never answered. */
    static final int ASKED_FIRST = 32;
    /** No estimate grows above this: a censored batch must be cited in time (a quarter of 8 of these is below T_censor). */
    static final long RTT_MILLIS_MAX = 1_000;
    /** An answer that comes later says nothing. */
    static final long ANSWER_MILLIS_MAX = 3 * RTT_MILLIS_MAX;
    /** Fixed point: thousandths of a millisecond. */
    private static final long SCALE = 1_000;
    private static final long UNKNOWN = -1;

    private final Timeouts configured;
    private final int self;
    private final int quorumOthers;
    private final long[] smoothed;
    private final long[] variation;
    /** The last question of each that was answered: its time, by this replica's clock. */
    private final long[] answered;
    private int known;
    private int nextPeer;
    private long roundAtMillis = Long.MIN_VALUE;
    private long startedMillis;
    private Timeouts current;

    /** {@code self} is -1 for somebody who is no member and asks all of them. */
    RoundTrips(Timeouts configured, Quorums quorums, int self) {
        this.configured = configured;
        this.self = self;
        this.quorumOthers = quorums.quorum() - 1;
        this.smoothed = new long[quorums.n()];
        this.variation = new long[quorums.n()];
        this.answered = new long[quorums.n()];
        Arrays.fill(smoothed, UNKNOWN);
        Arrays.fill(answered, Long.MIN_VALUE);
        this.nextPeer = Math.max(0, self);
        this.current = configured;
    }

    /** The timers that fit the distance of a quorum. */
    Timeouts timeouts() {
        return current;
    }

    /** T_retx towards one peer, who may be further away than a quorum: a liar keeps only itself waiting. */
    long retransmit(ReplicaId peer) {
        long own = smoothed[peer.index()] == UNKNOWN ? 0 : estimateMillis(peer.index());
        return Math.max(current.retransmit(), 2 * own);
    }

    /** What to ask a peer now: the nonce is the time. */
    Ping question(long nowMillis) {
        return new Ping(nowMillis - startedMillis);
    }

    /** Names those whose turn it is to be asked. The first call starts the clock. */
    void tick(long nowMillis, Consumer<ReplicaId> ask) {
        if (nowMillis < roundAtMillis) {
            return;
        }
        startedMillis = roundAtMillis == Long.MIN_VALUE ? nowMillis : startedMillis;
        int members = smoothed.length;
        int others = self < 0 ? members : members - 1;
        boolean learning = known < quorumOthers;
        roundAtMillis = nowMillis
                + (learning ? configured.statusMillis() : configured.idleStatusMillis());
        int left = Math.min(others, learning ? ASKED_FIRST : ASKED);
        for (int i = 0; i < members && left > 0; i++) {
            nextPeer = (nextPeer + 1) % members;
            boolean asks = nextPeer != self && (!learning || smoothed[nextPeer] == UNKNOWN);
            if (asks) {
                ask.accept(new ReplicaId(nextPeer));
                left--;
            }
        }
    }

    long deadlineMillis() {
        return roundAtMillis;
    }

    /** An answer to what was never asked is as good as one that comes too early. */
    void onPong(ReplicaId from, Pong answer, long nowMillis) {
        int peer = from.index();
        long nonce = answer.nonce();
        long millis = nowMillis - startedMillis - nonce;
        if (peer == self || millis < 0 || millis > ANSWER_MILLIS_MAX || nonce <= answered[peer]) {
            return;
        }
        answered[peer] = nonce;
        observe(peer, Math.min(millis, RTT_MILLIS_MAX) * SCALE);
        current = configured.withRtt(quorumMillis());
    }

    private void observe(int peer, long sample) {
        if (smoothed[peer] == UNKNOWN) {
            known++;
            smoothed[peer] = sample;
            variation[peer] = sample / 2;
            return;
        }
        long error = sample - smoothed[peer];
        variation[peer] += (Math.abs(error) - variation[peer]) / 4;
        smoothed[peer] += error / 8;
    }

    /** About the 95th percentile: two mean deviations are 1.6 standard deviations of a normal distribution. */
    private long estimateMillis(int peer) {
        return Math.min(RTT_MILLIS_MAX,
                (smoothed[peer] + 2 * variation[peer] + SCALE - 1) / SCALE);
    }

    private long quorumMillis() {
        if (known < quorumOthers) {
            return configured.rttMillis();
        }
        long[] estimates = new long[known];
        int count = 0;
        for (int peer = 0; peer < smoothed.length; peer++) {
            if (smoothed[peer] != UNKNOWN) {
                estimates[count++] = estimateMillis(peer);
            }
        }
        Arrays.sort(estimates);
        return estimates[quorumOthers - 1];
    }
}
