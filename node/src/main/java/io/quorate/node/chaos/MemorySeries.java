package io.quorate.node.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The resident memory of one process over time, and how fast it grows. */
final class MemorySeries {
    private static final double TEN_MINUTES_SECONDS = 600;
    private static final int SAMPLES_MIN = 3;

    private final List<Sample> samples = new ArrayList<>();

    record Sample(long seconds, long kibibytes) {}

    /** @param seconds since the run began, more than those of the sample before */
    void add(long seconds, long kibibytes) {
        samples.add(new Sample(seconds, kibibytes));
    }

    List<Sample> since(long seconds) {
        return samples.stream().filter(sample -> sample.seconds >= seconds).toList();
    }

    /**
     * How many percent of its mean the memory grows in ten minutes: the slope of the straight line that fits best
     * (least squares), so that one sample more or less matters little. Empty with fewer than three samples.
     */
    OptionalDouble growthPercent(long sinceSeconds) {
        List<Sample> counted = since(sinceSeconds);
        if (counted.size() < SAMPLES_MIN) return OptionalDouble.empty();
        double meanSeconds = counted.stream().mapToLong(Sample::seconds).average().orElseThrow();
        double mean = counted.stream().mapToLong(Sample::kibibytes).average().orElseThrow();
        double product = 0;
        double square = 0;
        for (Sample sample : counted) {
            double distance = sample.seconds - meanSeconds;
            product += distance * (sample.kibibytes - mean);
            square += distance * distance;
        }
        return OptionalDouble.of(product / square * TEN_MINUTES_SECONDS / mean * 100);
    }
}
