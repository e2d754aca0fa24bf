package io.quorate.node.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemorySeriesTest {
    private final MemorySeries series = new MemorySeries();

    @Test
    void tellsTheGrowthOfAStraightLine() {
        for (int minute = 0; minute <= 60; minute++) {
            series.add(minute * 60L, 200_000 + minute * 100L); // 203,000 in the mean
        }

        assertThat(series.growthPercent(0).orElseThrow())
                .isCloseTo(100.0 * 1_000 / 203_000, within(1e-6));
    }

    @Test
    void doesNotCountTheWarmUp() {
        for (int minute = 0; minute <= 60; minute++) {
            series.add(minute * 60L, minute < 20 ? 100_000 + minute * 5_000L : 200_000);
        }

        assertThat(series.growthPercent(1_200).orElseThrow()).isCloseTo(0, within(1e-9));
        assertThat(series.growthPercent(0).orElseThrow()).isGreaterThan(1);
    }

    @Test
    void oneSampleOffTheLineTellsLittle() {
        for (int minute = 0; minute <= 60; minute++) {
            series.add(minute * 60L, minute == 60 ? 203_000 : 200_000);
        }

        assertThat(series.growthPercent(0).orElseThrow()).isBetween(0.0, 0.1);
    }

    @Test
    void twoSamplesAreNoSeries() {
        series.add(0, 1);
        series.add(60, 2);

        assertThat(series.growthPercent(0)).isEmpty();
    }

    @Test
    void aReplicaThatGrowsIsNamed() {
        var soak = new Soak.Outcome(3_600, 1_200, List.of(200_000L, 200_000L),
                List.of(200_100L, 209_000L), List.of(0.01, 1.1));

        assertThat(soak.faults()).singleElement().asString()
                .isEqualTo("the memory of replica 1 grows by 1.10 % in ten minutes, from 200000 to"
                        + " 209000 KiB in 2400 s; less than 1 % is allowed");
    }
}
