package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumsTest {
    @ParameterizedTest
    @CsvSource({"4, 0, 2, 3, 4, 3, 2", "7, 0, 3, 5, 7, 5, 3", "209, 8, 65, 137, 201, 145, 73",
            "500, 25, 150, 325, 475, 351, 177"})
    void matchesTheTableOfTheSpecification(int n, int c, int weak, int quorum, int fast,
            int viewChange, int t) {
        Quorums quorums = new Quorums(n, c);
        assertThat(quorums.weak()).isEqualTo(weak);
        assertThat(quorums.quorum()).isEqualTo(quorum);
        assertThat(quorums.fast()).isEqualTo(fast);
        assertThat(quorums.viewChange()).isEqualTo(viewChange);
        assertThat(quorums.fastCandidate()).isEqualTo(t);
    }

    @Test
    void anyTwoSetsThatMustMeetDoSoForEveryLegalCommittee() {
        for (int n = 4; n <= 600; n++) {
            for (int c = 0; c <= (n - 4) / 2; c++) {
                Quorums q = new Quorums(n, c);
                int f = q.f();
                String committee = "n=" + n + " c=" + c;
                assertThat(f).as(committee).isPositive();
                assertThat(2 * q.quorum() - n).as(committee).isGreaterThan(f);
                assertThat(q.fast() + q.quorum() - n).as(committee).isGreaterThan(f);
                assertThat(q.quorum() + q.viewChange() - n).as(committee).isGreaterThan(f);
                assertThat(2 * q.fastCandidate()).as(committee).isGreaterThan(q.viewChange());
                assertThat(q.fastCandidate()).as(committee).isGreaterThan(f);
                assertThat(q.fast() + q.viewChange() - n - f).as(committee)
                        .isGreaterThanOrEqualTo(q.fastCandidate());
                assertThat(q.quorum()).as(committee).isLessThanOrEqualTo(n - f);
            }
        }
    }

    @Test
    void defaultsLeaveFaultToleranceAlone() {
        for (int n = 4; n < 20; n++) {
            assertThat(Quorums.ofSize(n).f()).as("n=" + n).isEqualTo((n - 1) / 3);
        }
        assertThat(Quorums.ofSize(6).c()).isEqualTo(1);
        assertThat(Quorums.ofSize(500).c()).isEqualTo(25);
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "4, 1", "5, 1", "7, -1", "10, 4"})
    void refusesCommitteesThatTolerateNoFault(int n, int c) {
        assertThatThrownBy(() -> new Quorums(n, c)).isInstanceOf(IllegalArgumentException.class);
    }
}
