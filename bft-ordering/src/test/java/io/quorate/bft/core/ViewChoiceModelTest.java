package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The choice rule never loses a decision, and each way to get it slightly wrong does. */
class ViewChoiceModelTest {
    private static final int RUNS = 10_000;
    private static final int MUTANT_RUNS = 40_000;
    private static final int VIEWS = 5;

    @ParameterizedTest
    @CsvSource({"4, 0", "5, 0", "6, 1", "7, 0", "8, 2", "10, 0", "13, 2"})
    void neverDecidesTwoValues(int n, int c) {
        Quorums quorums = new Quorums(n, c);
        assertThat(conflicts(quorums, ChoiceModel.Sizes.of(quorums), ViewChoiceModelTest::product,
                RUNS)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void catches(Mutant mutant) {
        boolean caught = List
                .of(new Quorums(4, 0), new Quorums(5, 0), new Quorums(6, 1), new Quorums(7, 0))
                .stream().anyMatch(q -> conflicts(q, mutant.sizes(q), mutant.rule, MUTANT_RUNS));
        assertThat(caught).as(mutant + " in " + 4 * MUTANT_RUNS + " runs").isTrue();
    }

    /** Whether any of so many runs decides two values. */
    private static boolean conflicts(Quorums quorums, ChoiceModel.Sizes sizes,
            ChoiceModel.Rule rule, int runs) {
        for (long seed = 0; seed < runs; seed++) {
            if (new ChoiceModel(quorums, sizes, rule, seed).conflictsWithin(VIEWS)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Digest> product(List<SlotReport> reports, int candidate) {
        return ViewChoice.ofSlot(reports, candidate, _ -> true);
    }

    private static Optional<PrepCert> newest(List<SlotReport> reports) {
        return reports.stream().flatMap(report -> report.prepared().stream())
                .max(Comparator.comparing(PrepCert::view));
    }

    private static Optional<Digest> tiesToFast(List<SlotReport> reports, int candidate) {
        Optional<PrepCert> slow = newest(reports);
        Optional<SlotReport.LastVote> fast = ViewChoice.fastCandidate(reports, candidate);
        boolean fastWins = fast.isPresent()
                && (slow.isEmpty() || !fast.get().view().isBefore(slow.get().view()));
        return fastWins ? fast.map(SlotReport.LastVote::digest) : slow.map(PrepCert::digest);
    }

    private static Optional<Digest> alwaysSlow(List<SlotReport> reports, int candidate) {
        return newest(reports).map(PrepCert::digest)
                .or(() -> ViewChoice.fastCandidate(reports, candidate)
                        .map(SlotReport.LastVote::digest));
    }

    private static Optional<Digest> alwaysFast(List<SlotReport> reports, int candidate) {
        return ViewChoice.fastCandidate(reports, candidate).map(SlotReport.LastVote::digest)
                .or(() -> newest(reports).map(PrepCert::digest));
    }

    private static Optional<Digest> ignoresFast(List<SlotReport> reports, int candidate) {
        return newest(reports).map(PrepCert::digest);
    }

    private static Optional<Digest> oldestSlow(List<SlotReport> reports, int candidate) {
        Optional<PrepCert> oldest = reports.stream().flatMap(report -> report.prepared().stream())
                .min(Comparator.comparing(PrepCert::view));
        return oldest.map(PrepCert::digest).or(() -> product(reports, candidate));
    }

    /** One thing that is wrong. */
    private enum Mutant {
        FAST_QUORUM_TOO_SMALL(0, 1, 0, 0, ViewChoiceModelTest::product),
        QUORUM_TOO_SMALL(1, 0, 0, 0, ViewChoiceModelTest::product),
        VIEW_CHANGE_QUORUM_TOO_SMALL(0, 0, 1, 0, ViewChoiceModelTest::product),
        CANDIDATE_TOO_EASY(0, 0, 0, 1, ViewChoiceModelTest::product),
        CANDIDATE_TOO_HARD(0, 0, 0, -1, ViewChoiceModelTest::product),
        TIES_TO_FAST(0, 0, 0, 0, ViewChoiceModelTest::tiesToFast),
        ALWAYS_SLOW(0, 0, 0, 0, ViewChoiceModelTest::alwaysSlow),
        ALWAYS_FAST(0, 0, 0, 0, ViewChoiceModelTest::alwaysFast),
        IGNORES_FAST(0, 0, 0, 0, ViewChoiceModelTest::ignoresFast),
        OLDEST_SLOW(0, 0, 0, 0, ViewChoiceModelTest::oldestSlow);

        private final int quorumLess;
        private final int fastLess;
        private final int viewChangeLess;
        private final int candidateLess;
        private final ChoiceModel.Rule rule;

        Mutant(int quorumLess, int fastLess, int viewChangeLess, int candidateLess,
                ChoiceModel.Rule rule) {
            this.quorumLess = quorumLess;
            this.fastLess = fastLess;
            this.viewChangeLess = viewChangeLess;
            this.candidateLess = candidateLess;
            this.rule = rule;
        }

        ChoiceModel.Sizes sizes(Quorums q) {
            return new ChoiceModel.Sizes(q.quorum() - quorumLess, q.fast() - fastLess,
                    q.viewChange() - viewChangeLess, q.fastCandidate() - candidateLess);
        }
    }
}
