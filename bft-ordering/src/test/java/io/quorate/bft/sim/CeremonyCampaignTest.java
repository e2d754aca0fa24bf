package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Disasters drawn from a seed: all machines stop in the middle of work, more than f of them without their logs, one
 * survivor is late, and operators go on from what the others executed; then once more. Whatever any survivor executed
 * stays.
 */
class CeremonyCampaignTest {
    private static final int SEEDS = Integer.getInteger("quorate.ceremony.seeds", 12);
    private static final int CEREMONIES = 2;
    private static final int[] SIZES = {4, 5, 7};
    private static final long LIMIT = 240_000;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void survives(long seed) {
        SimRandom random = new SimRandom(seed * 37 + 11);
        survives(new EpochStage(SIZES[random.below(3)], 0, Parts.SOUND, seed), random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void survivesWithLanes(long seed) {
        SimRandom random = new SimRandom(seed * 37 + 11);
        survives(EpochStage.withLanes(SIZES[random.below(3)], 0, seed), random);
    }

    private static void survives(EpochStage epochs, SimRandom random) {
        CeremonyStage scene = new CeremonyStage(epochs);
        scene.stage().start();
        for (long epoch = 0; epoch < CEREMONIES; epoch++) {
            scene.cluster().network().weather(new SimNetwork.Weather(random.below(20),
                    random.below(30), 200, 200 + random.below(10_000)));
            work(scene, random, 5 + random.below(25));
            List<Integer> heard = disaster(scene, random);
            SignedRecovery signed = ceremony(scene, random, heard, epoch);
            heard.forEach(scene.cluster()::start);
            work(scene, random, 10);
            comeLate(scene, random, heard, signed);
            long entered = epoch + 1;
            scene.stage().await("everybody in epoch " + entered, LIMIT,
                    () -> scene.stage().done() && scene.cluster().nodes().stream()
                            .allMatch(node -> epochs.epochOf(node.index()) == entered
                                    && epochs.votes(node.index())));
        }
        scene.stage().work(3, LIMIT);
        scene.assertOneHistory();
    }

    private static void work(CeremonyStage scene, SimRandom random, int items) {
        for (int i = 0; i < items; i++) {
            scene.cluster().submit();
            scene.stage().run(random.below(60));
        }
    }

    /** All stop; tells who is there for the ceremony. Some halted in between, with a network that still has old messages. */
    private static List<Integer> disaster(CeremonyStage scene, SimRandom random) {
        int n = scene.size();
        List<Integer> order = shuffled(n, random);
        order.forEach(scene.cluster()::crash);
        int wiped = (n - 1) / 3 + 1 + random.below(n - (n - 1) / 3 - 1);
        order.subList(0, wiped)
                .forEach(machine -> scene.wipeDown(machine, random.chance(50)));
        List<Integer> heard = new ArrayList<>(order);
        int late = order.getLast();
        boolean notAhead = heard.stream().filter(machine -> machine != late)
                .anyMatch(machine -> scene.executed(machine) >= scene.executed(late));
        if (wiped < n - 1 && notAhead && random.chance(60)) {
            heard.remove(Integer.valueOf(late));
        }
        if (random.chance(50)) {
            heard.forEach(scene.cluster()::start);
            work(scene, random, 3);
            heard.forEach(scene.cluster()::crash);
        }
        return heard;
    }

    private static List<Integer> shuffled(int n, SimRandom random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        for (int i = n - 1; i > 0; i--) {
            Collections.swap(order, i, random.below(i + 1));
        }
        return order;
    }

    /** Signers promise first, and some of them run for a while before they have the record. */
    private static SignedRecovery ceremony(CeremonyStage scene, SimRandom random,
            List<Integer> heard, long epoch) {
        RecoveryRecord record = scene.record(heard);
        SignedRecovery signed = scene.sign(record, record.ended().quorums().quorum());
        for (int machine = 0; machine < signed.quorum(); machine++) {
            scene.cluster().crash(machine);
            scene.epochs().node(machine).operator().promise(epoch);
        }
        if (random.chance(30)) {
            heard.forEach(scene.cluster()::start);
            scene.stage().run(random.below(2_000));
        }
        heard.forEach(machine -> scene.install(machine, signed));
        return signed;
    }

    private static void comeLate(CeremonyStage scene, SimRandom random, List<Integer> heard,
            SignedRecovery signed) {
        for (int machine : shuffled(scene.size(), random)) {
            if (!heard.contains(machine)) {
                scene.cluster().start(machine);
                scene.stage().run(random.below(5_000));
                scene.install(machine, signed);
                scene.cluster().start(machine);
            } else if (random.chance(30)) {
                scene.cluster().crash(machine);
                scene.cluster().start(machine);
            }
        }
        scene.cluster().network().weather(SimNetwork.Weather.CALM);
    }
}
