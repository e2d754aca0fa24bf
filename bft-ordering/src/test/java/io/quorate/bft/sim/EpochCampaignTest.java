package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.epoch.EpochConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes of members, drawn from a seed, while machines crash and lose disks and messages are lost, late or doubled. */
class EpochCampaignTest {
    private static final int SEEDS = Integer.getInteger("quorate.epoch.seeds", 20);
    private static final int EPOCHS = 3;
    private static final long LIMIT = 240_000;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void survives(long seed) {
        SimRandom random = new SimRandom(seed * 31 + 7);
        survives(new EpochStage(4, 2, Parts.SOUND, seed, plans(random)), random, seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void survivesWithLanes(long seed) {
        SimRandom random = new SimRandom(seed * 31 + 7);
        survives(EpochStage.withLanes(4, 2, seed, plans(random)), random, seed);
    }

    private static void survives(EpochStage stage, SimRandom random, long seed) {
        stage.stage().start();
        stage.ready(4);
        stage.ready(5);
        stage.cluster().network().weather(new SimNetwork.Weather(random.below(20),
                random.below(30), 200, 200 + random.below(10_000)));
        for (int round = 0; round < 100 && stage.cluster().checkers().epochs()
                .lastKey() < EPOCHS; round++) {
            disturb(stage, random);
            askForNext(stage);
            stage.stage().run(random.below(400));
        }
        stage.cluster().network().weather(SimNetwork.Weather.CALM);
        stage.cluster().startAll();
        stage.stage().await("epoch " + EPOCHS + ", seed " + seed, LIMIT, () -> {
            askForNext(stage);
            return stage.cluster().nodes().stream()
                    .allMatch(node -> stage.epochOf(node.index()) == EPOCHS);
        });
        stage.stage().work(2, LIMIT);
        HandOverChain.verify(stage.cluster(), EPOCHS);
        EpochConfig last = stage.cluster().checkers().epochs().get((long) EPOCHS);
        last.members().forEach(member -> assertThat(stage.votes(member.id().number()))
                .as("seed " + seed + " " + member.id()).isTrue());
    }

    private static void askForNext(EpochStage stage) {
        int decided = stage.cluster().checkers().epochs().lastKey().intValue();
        if (decided < EPOCHS) {
            stage.ask(decided);
        }
        stage.cluster().submit();
    }

    /** They leave four or five members. */
    private static ChangePlan[] plans(SimRandom random) {
        List<ChangePlan> drawn = new ArrayList<>(List.of(ChangePlan.add(4),
                random.below(2) == 0 ? ChangePlan.replace(0, 5) : ChangePlan.rotate(1, 1)));
        drawn.add(random.below(2) == 0 ? ChangePlan.remove(2) : ChangePlan.rotate(3, 1));
        return drawn.toArray(ChangePlan[]::new);
    }

    /** One machine of all is down at a time: any committee here bears one. */
    private static void disturb(EpochStage stage, SimRandom random) {
        int machine = random.below(stage.cluster().nodes().size());
        boolean allUp = stage.cluster().nodes().stream().allMatch(SimNode::up);
        if (allUp) {
            stage.cluster().crash(machine);
        } else {
            stage.cluster().startAll();
        }
    }
}
