package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.core.BrokenLaneRules;
import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.CutPayload;
import io.quorate.bft.core.lane.SlotChains;
import io.quorate.bft.core.message.Evidence;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 21: two batches at one place are evidence, and once that is executed nothing more of the lane is. */
class LaneFreezeTest {
    private static final long LIMIT = 60_000;
    private static final int WINDOW = 8;
    private static final int LIAR = 0;
    private static final int ACCOMPLICE = 1;

    /** Its author and another replica cite the lane, whatever is proved. */
    private static Stage stage(int n, long seed, BrokenLaneRules others) {
        Parts parts = new Parts() {
            @Override
            public Replica replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules rules,
                    Recovery recovery) {
                boolean liar = config.self().index() <= ACCOMPLICE;
                if (!liar && others == null) {
                    return Parts.super.replica(config, scheme, rules, recovery);
                }
                return (liar ? BrokenLaneRules.CITES_FROZEN_LANES : others).replica(config, scheme,
                        rules, recovery);
            }
        };
        Stage stage = new Stage(ClusterSetup.of(new Quorums(n, 0), WINDOW, seed).lanes(true)
                .throughWire(seed == 1).parts(parts));
        stage.cluster().corrupt(LIAR, EnumSet.of(Misbehaviour.DOUBLE_BATCHING));
        return stage.start();
    }

    private static boolean convicted(Stage stage) {
        return stage.cluster().convictions(LIAR).contains(Evidence.Kind.TWO_BATCHES);
    }

    /** Items of the liar's clients, and of others', until {@code slots} more are executed. */
    private static void run(Stage stage, int n, long slots) {
        long until = stage.cluster().node(1).application().applied().seq() + slots;
        for (int i = 0; stage.cluster().node(1).application().applied().seq() < until; i++) {
            assertThat(i).as("rounds").isLessThan(4_000);
            stage.cluster().node(LIAR).submit(2_000_000L + n * (long) i
                    + 1_000_000L * stage.cluster().node(1).application().applied().seq());
            stage.cluster().submit();
            stage.run(10);
        }
    }

    private static long frozenAt(Stage stage) {
        List<FrozenLane> frozen = stage.cluster().node(1).application().frozen();
        return frozen.isEmpty() ? -1 : frozen.getFirst().decidedAt();
    }

    private static boolean cites(DecidedSlot slot, int n) {
        return CutPayload.decode(slot.payload(), n).stream().flatMap(cut -> cut.tips().stream())
                .anyMatch(tip -> tip.lane() == LIAR);
    }

    private static boolean executes(DecidedSlot slot) {
        try {
            return SlotChains.decode(slot.bodies(), _ -> Digest.ZERO).links().stream().anyMatch(
                    link -> link.header().author().index() == LIAR && link.body().isPresent());
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void freeze(Stage stage, int n) {
        for (int i = 0; !convicted(stage); i++) {
            assertThat(i).as("rounds until the proof").isLessThan(500);
            stage.cluster().node(LIAR).submit(1_000_000L + i);
            stage.run(20);
        }
        stage.cluster().submit(SimGovernance.freezeItem(LIAR));
        for (int i = 0; frozenAt(stage) < 0; i++) {
            assertThat(i).as("rounds until it is executed").isLessThan(500);
            run(stage, n, 1);
        }
    }

    @ParameterizedTest(name = "21h n={0}")
    @ValueSource(ints = {4, 7})
    void nothingOfAFrozenLaneExecutes(int n) {
        Stage stage = stage(n, 1, null);
        freeze(stage, n);
        run(stage, n, 2L * WINDOW * (n + 2));
        long from = frozenAt(stage) + 2 * WINDOW + 1;
        assertThat(stage.cluster().node(1).application().applied().seq()).isGreaterThan(from);
        List<DecidedSlot> after = stage.cluster().node(1).application().read(from,
                from + 2L * WINDOW * (n + 1));
        assertThat(after.stream().filter(slot -> cites(slot, n)).count()).as("cited").isPositive();
        assertThat(after.stream().filter(LaneFreezeTest::executes).count()).as("executed").isZero();
        stage.awaitDone(LIMIT);
    }

    /** The freezing is the application's: a restart, right when it takes effect too, and a late one find it there. */
    @ParameterizedTest(name = "21i n={0}")
    @ValueSource(ints = {4, 7})
    void restartsAndLateReplicasFreezeAlike(int n) {
        Stage stage = stage(n, 2, null);
        freeze(stage, n);
        stage.cluster().crash(n - 1);
        for (int i = 0; i < 3 * WINDOW; i++) {
            run(stage, n, 1);
            int victim = 1 + i % (n - 2);
            stage.cluster().crash(victim);
            stage.cluster().start(victim);
        }
        stage.cluster().start(n - 1);
        stage.awaitDone(LIMIT);
        stage.work(3, LIMIT);
        assertThat(stage.cluster().node(n - 1).application().frozen())
                .isEqualTo(stage.cluster().node(1).application().frozen());
    }

    /** Which replicas know of it when they hand the next slot over is chance. */
    @Test
    void noticesALaneThatIsFrozenAtOnce() {
        assertThatThrownBy(() -> {
            for (int seed = 3; seed < 40; seed++) {
                Stage stage = stage(4, seed, BrokenLaneRules.FREEZES_AT_ONCE);
                freeze(stage, 4);
                run(stage, 4, 3L * WINDOW);
            }
        }).isInstanceOfAny(InvariantViolation.class, IllegalStateException.class);
    }
}
