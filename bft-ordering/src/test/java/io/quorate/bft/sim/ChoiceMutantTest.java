package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.BrokenViewRules;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which wrong choice of a view change is noticed by what: the table in {@code docs/assurance.md}, of which this is the
 * part about whole replicas. What those of one slot and of a window of slots notice at the level of sets is in {@code
 * ViewChoiceModelTest} and {@code WholeChoiceTest}.
 */
class ChoiceMutantTest {
    private static final TreeMap<String, Mutant> MUTANTS = new TreeMap<>();

    static {
        Stream.of(BrokenViewRules.values()).map(rule -> Mutant.rule(rule, 4))
                .forEach(mutant -> MUTANTS.put(mutant.name(), mutant));
        List.of(Mutant.quorum(-1), Mutant.quorum(1), Mutant.fast(-1), Mutant.viewChange(-1),
                Mutant.viewChange(1), Mutant.candidate(-1), Mutant.candidate(1),
                Mutant.leaderForgets(), Mutant.forgotten("FORGETS_VOTES", Mutant::isVote))
                .forEach(mutant -> MUTANTS.put(mutant.name(), mutant));
    }

    @ParameterizedTest
    @CsvSource({"TIES_TO_FAST, TWINS_3", "TIES_TO_FAST, TWINS", "ALWAYS_FAST, TWINS_3",
            "ALWAYS_FAST, TWINS", "IGNORES_FAST, TWINS_3",
            "IGNORES_PREPARED, TWINS_2", "IGNORES_PREPARED, TWINS",
            "UNCHECKED_CHOICES, LIAR_ROUNDS",
            "UNCHECKED_CHOICES, LIARS", "Q-1, TWINS_2", "Q-1, CRASHES", "Q+1, LIARS",
            "QF-1, TWINS_2", "QF-1, TWINS", "QV-1, TWINS_2", "QV-1, TWINS", "QV+1, LIARS",
            "T-1, TWINS_3", "T-1, LIAR_ROUNDS", "T+1, TWINS",
            "LEADER_FORGETS_VOTE, CRASHES", "LEADER_FORGETS_VOTE, TWINS",
            "FORGETS_VOTES, CRASHES", "FORGETS_VOTES, TWINS"})
    void isCaughtBy(String mutant, MutantHarness harness) {
        OptionalLong runs = harness.runsUntilCaught(MUTANTS.get(mutant));
        Mutant.tell(mutant, harness.name(), runs);
        assertThat(runs)
                .as("runs of " + harness + " until " + mutant + " is caught").isPresent();
    }
}
