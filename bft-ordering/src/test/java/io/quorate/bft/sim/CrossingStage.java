package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.DecodeException;
import io.quorate.bft.HandOver;
import io.quorate.bft.core.epoch.EpochConfig;
import java.util.ArrayList;
import java.util.List;

/** A stage on which members change while one machine is away, until nobody keeps the slots that it lacks. */
final class CrossingStage {
    static final long LIMIT = 60_000;
    private static final int KEPT = SimSnapshots.INTERVAL + 16;

    private final EpochStage epochs;
    private final int n;

    private CrossingStage(EpochStage epochs, int n) {
        this.epochs = epochs;
        this.n = n;
    }

    /** Machine n, which the last of so many epochs adds, was never there. */
    static CrossingStage joiner(int n, int count, Parts parts, long seed) {
        List<ChangePlan> plans = rotations(count - 1);
        plans.add(ChangePlan.add(n));
        CrossingStage stage = new CrossingStage(
                new EpochStage(n, 1, parts, seed, plans.toArray(ChangePlan[]::new)), n);
        for (int i = 0; i < n; i++) {
            stage.cluster().start(i);
        }
        stage.epochs.ready(n);
        stage.pass(count);
        stage.forget();
        return stage;
    }

    /** The last member went down in the first epoch, with its log. */
    static CrossingStage laggard(int n, int count, Parts parts, long seed) {
        CrossingStage stage = away(n, count, parts, seed);
        stage.forget();
        return stage;
    }

    /** The same, and the others still have all slots. */
    static CrossingStage away(int n, int count, Parts parts, long seed) {
        CrossingStage stage = new CrossingStage(new EpochStage(n, 0, parts, seed,
                rotations(count).toArray(ChangePlan[]::new)), n);
        stage.epochs.stage().start();
        stage.epochs.stage().work(3, LIMIT);
        stage.cluster().crash(n - 1);
        stage.pass(count);
        return stage;
    }

    private static List<ChangePlan> rotations(int count) {
        List<ChangePlan> plans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            plans.add(ChangePlan.rotate(i % 2, 1 + i));
        }
        return plans;
    }

    private void pass(int count) {
        for (int epoch = 1; epoch <= count; epoch++) {
            epochs.change(epoch - 1, epoch);
        }
        epochs.stage().work(KEPT + SimSnapshots.INTERVAL, LIMIT);
    }

    private void forget() {
        cluster().nodes().forEach(node -> node.application().keepSlots(KEPT));
    }

    EpochStage epochs() {
        return epochs;
    }

    Stage stage() {
        return epochs.stage();
    }

    SimCluster cluster() {
        return epochs.cluster();
    }

    /** Starts the machine, which must come to the epoch of the others and execute what they do. */
    void comes(int machine, long epoch) {
        cluster().start(machine);
        arrives(machine, epoch);
    }

    void arrives(int machine, long epoch) {
        stage().await("epoch " + epoch + " at r" + machine + ": " + stage().transfers(), LIMIT,
                () -> epochs.epochOf(machine) == epoch);
        stage().work(3, LIMIT);
        SimApplication one = epochs.node(machine).application();
        SimApplication other = epochs.node(2).application();
        stage().await("the same slot", LIMIT,
                () -> one.applied().seq() == other.applied().seq());
        assertThat(one.applied()).isEqualTo(other.applied());
        assertThat(one.executedItems()).isEqualTo(other.executedItems());
    }

    /** The epoch that the proof says the end of. */
    long epochOfProof(HandOver proof) {
        try {
            return EpochConfig.decode(proof.next()).number() - 1;
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing is decided without this machine. */
    void isNeeded(int machine) {
        assertThat(epochs.votes(machine)).isTrue();
        int f = epochs.cluster().checkers().epochs().lastEntry().getValue().quorums().f();
        for (int i = 0; i < f; i++) {
            cluster().crash(i == machine ? n - 1 : i);
        }
        stage().work(3, LIMIT);
        for (int i = 0; i < f; i++) {
            cluster().start(i);
        }
        stage().work(1, LIMIT);
    }
}
