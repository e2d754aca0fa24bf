package io.quorate.bft.sim;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.VoteRouting;
import java.util.Optional;

/**
 * How a cluster is built.
 *
 * @param throughWire every message also goes through its wire form
 * @param twins replicas 0..twins-1, shifted by {@code firstTwin}, run twice
 * @param routing who gets votes
 * @param lanes whether proposals cite lanes
 * @param membership how its members may change; with twins they do not
 * @param performance costs of CPU, disk and network, where virtual time shall mean something
 */
record ClusterSetup(Quorums quorums, int window, long seed, boolean throughWire, Timeouts timeouts,
        Parts parts, int firstTwin, int twins, Optional<Performance> performance,
        VoteRouting routing, boolean lanes, Membership membership) {
    static ClusterSetup of(Quorums quorums, int window, long seed) {
        return new ClusterSetup(quorums, window, seed, false, Timeouts.DEFAULT, Parts.SOUND, 0, 0,
                Optional.empty(), VoteRouting.ofSize(quorums.n()), false, Membership.FIXED);
    }

    ClusterSetup throughWire(boolean encoded) {
        return new ClusterSetup(quorums, window, seed, encoded, timeouts, parts, firstTwin, twins,
                performance, routing, lanes, membership);
    }

    ClusterSetup parts(Parts other) {
        return new ClusterSetup(quorums, window, seed, throughWire, timeouts, other, firstTwin,
                twins, performance, routing, lanes, membership);
    }

    ClusterSetup timeouts(Timeouts other) {
        return new ClusterSetup(quorums, window, seed, throughWire, other, parts, firstTwin, twins,
                performance, routing, lanes, membership);
    }

    ClusterSetup twins(int first, int count) {
        return new ClusterSetup(quorums, window, seed, throughWire, timeouts, parts, first, count,
                performance, routing, lanes, membership);
    }

    ClusterSetup performance(Performance costs) {
        return new ClusterSetup(quorums, window, seed, throughWire, timeouts, parts, firstTwin,
                twins, Optional.of(costs), routing, lanes, membership);
    }

    ClusterSetup routing(VoteRouting other) {
        return new ClusterSetup(quorums, window, seed, throughWire, timeouts, parts, firstTwin,
                twins, performance, other, lanes, membership);
    }

    ClusterSetup lanes(boolean cited) {
        return new ClusterSetup(quorums, window, seed, throughWire, timeouts, parts, firstTwin,
                twins, performance, routing, cited, membership);
    }

    ClusterSetup membership(Membership other) {
        return new ClusterSetup(quorums, window, seed, throughWire, timeouts, parts, firstTwin,
                twins, performance, routing, lanes, other);
    }
}
