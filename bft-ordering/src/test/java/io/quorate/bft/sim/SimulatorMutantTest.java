package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.BrokenViewRules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulator is worth nothing unless it notices what is broken on purpose. Three wrong rules show too rarely in whole
 * runs: that the prepared value always wins and that the oldest one does are left to {@code ViewChoiceModelTest}, that
 * a certificate is picked before it is verified to {@code ViewChoiceTest}.
 */
class SimulatorMutantTest {
    private static final int SEEDS_MAX = Integer.getInteger("quorate.mutant.seeds", 400);
    /** Tried in turn for each seed: some faults show only among liars, others only after crashes. */
    private static final List<Set<FaultKind>> MIXES = List.of(
            EnumSet.of(FaultKind.CRASH, FaultKind.PARTITION, FaultKind.LOSS),
            EnumSet.of(FaultKind.TWINS, FaultKind.PARTITION, FaultKind.LOSS, FaultKind.CRASH),
            EnumSet.of(FaultKind.BYZANTINE, FaultKind.PARTITION, FaultKind.LOSS));

    static Stream<Mutant> mutants() {
        List<Mutant> mutants = new ArrayList<>();
        for (BrokenViewRules rule : EnumSet.complementOf(EnumSet.of(BrokenViewRules.ALWAYS_SLOW,
                BrokenViewRules.OLDEST_PREPARED, BrokenViewRules.VERIFIES_TOO_LATE))) {
            mutants.add(Mutant.rule(rule, 4));
        }
        mutants.addAll(List.of(Mutant.quorum(-1), Mutant.fast(-1), Mutant.viewChange(-1),
                Mutant.candidate(-1), Mutant.candidate(1), Mutant.weak(-1), Mutant.weak(2),
                Mutant.viewChange(1), Mutant.unsynced("UNSYNCED_VOTE", Mutant::isVote),
                Mutant.unsynced("UNSYNCED_PREPARED", Mutant::isPrepared),
                Mutant.unsynced("UNSYNCED_PROMISE", Mutant::isPromise),
                Mutant.forgotten("FORGETS_VOTES", Mutant::isVote),
                Mutant.forgotten("FORGETS_PREPARED", Mutant::isPrepared),
                Mutant.forgotten("FORGETS_PROMISE", Mutant::isPromise),
                Mutant.forgotten("FORGETS_VIEW", Mutant::isStart),
                Mutant.forgotten("FORGETS_BASE", Mutant::isBase),
                Mutant.forgotten("FORGETS_ALL", _ -> true),
                Mutant.executesTooEarly(), Mutant.answers(Answering.DECIDED),
                Mutant.answers(Answering.PROPOSED), Mutant.believesAnything()));
        return mutants.stream();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void notices(Mutant mutant) {
        OptionalLong runs = runsUntilFailure(mutant);
        Mutant.tell(mutant.name(), "any", runs);
        assertThat(runs).as("runs until " + mutant + " is noticed").isPresent();
    }

    /** How many runs it took, five to a seed. */
    static OptionalLong runsUntilFailure(Mutant mutant) {
        long runs = 0;
        for (long seed = 0; seed < SEEDS_MAX; seed++) {
            runs += 2;
            if (TwinsTest.twinsRun(mutant.quorums(), 1, mutant.parts(), seed).failure().isPresent()
                    || TwinsTest.liarRun(mutant.quorums(), mutant.parts(), seed).failure()
                            .isPresent()) {
                return OptionalLong.of(runs);
            }
            for (Set<FaultKind> mix : MIXES) {
                runs++;
                Optional<String> failure = Simulator
                        .run(SimulationPlan.of(mutant.quorums(), mix), seed, mutant.parts())
                        .failure();
                if (failure.isPresent()) {
                    return OptionalLong.of(runs);
                }
            }
        }
        return OptionalLong.empty();
    }
}
