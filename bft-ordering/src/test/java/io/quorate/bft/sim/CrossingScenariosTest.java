package io.quorate.bft.sim;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows 13 and 23: who was away for whole epochs comes to the one of today by proofs and a snapshot. */
class CrossingScenariosTest {
    @ParameterizedTest(name = "n={0}, {1} epochs")
    @CsvSource({"4, 1", "4, 2", "4, 3", "7, 1", "7, 2", "7, 3"})
    void joinerComesThoughItsPeersForgotEpochs(int n, int count) {
        CrossingStage stage = CrossingStage.joiner(n, count, Parts.SOUND, 1);
        stage.comes(n, count);
        stage.isNeeded(n);
    }

    @ParameterizedTest(name = "n={0}, {1} epochs")
    @CsvSource({"4, 1", "4, 2", "7, 2", "7, 3"})
    void laggardComesBackAndVotes(int n, int count) {
        CrossingStage stage = CrossingStage.laggard(n, count, Parts.SOUND, 1);
        stage.comes(n - 1, count);
        stage.isNeeded(n - 1);
    }
}
