package io.quorate.node.chaos;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lets replicas work without faults and watches whether their resident memory stays what it is. */
final class Soak {
    private static final double GROWTH_PERCENT_MAX = 1;
    /** Before, the growth in ten minutes would be a guess. */
    private static final long WATCHED_SECONDS_MIN = 600;

    private final ChaosNetwork network;
    private final History history;
    private final MemoryOptions options;
    private final PrintWriter out;
    private final List<MemorySeries> memory = new ArrayList<>();

    Soak(ChaosNetwork network, History history, MemoryOptions options, PrintWriter out) {
        this.network = network;
        this.history = history;
        this.options = options;
        this.out = out;
        network.replicas().forEach(_ -> memory.add(new MemorySeries()));
    }

    /**
     * What was measured.
     *
     * @param growthPercent in ten minutes, of each replica; empty if the time after the warm-up was too short
     */
    record Outcome(long seconds, long warmUpSeconds, List<Long> firstKibibytes,
            List<Long> lastKibibytes, List<Double> growthPercent) {
        Outcome {
            firstKibibytes = List.copyOf(firstKibibytes);
            lastKibibytes = List.copyOf(lastKibibytes);
            growthPercent = List.copyOf(growthPercent);
        }

        List<String> faults() {
            List<String> faults = new ArrayList<>();
            for (int replica = 0; replica < growthPercent.size(); replica++) {
                double percent = growthPercent.get(replica);
                if (percent >= GROWTH_PERCENT_MAX) {
                    faults.add(String.format(Locale.ROOT,
                            "the memory of replica %d grows by %.2f %%"
                                    + " in ten minutes, from %d to %d KiB in %d s; less than %.0f %% is"
                                    + " allowed",
                            replica, percent, firstKibibytes.get(replica),
                            lastKibibytes.get(replica), seconds - warmUpSeconds,
                            GROWTH_PERCENT_MAX));
                }
            }
            return faults;
        }
    }

    Outcome run(long endNanos) throws InterruptedException {
        long begin = System.nanoTime();
        long next = begin;
        while (next < endNanos) {
            sleepUntil(next);
            sample((System.nanoTime() - begin) / 1_000_000_000);
            next += options.every().toNanos();
        }
        sleepUntil(endNanos);
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        sample(seconds);
        return outcome(seconds);
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        Thread.sleep(Math.max(0, (nanos - System.nanoTime()) / 1_000_000));
    }

    private void sample(long seconds) {
        List<Long> resident = network.replicas().stream().map(ReplicaChild::residentKibibytes)
                .toList();
        for (int replica = 0; replica < memory.size(); replica++) {
            memory.get(replica).add(seconds, resident.get(replica));
        }
        history.forgetTimes();
        List<Double> growth = growth(seconds);
        out.printf(Locale.ROOT, "after %d s and %d writes: resident KiB %s%s%n", seconds,
                history.swapCount(), resident, growth.isEmpty() ? "" : ", growth in ten minutes "
                        + growth.stream().map(percent -> String.format(Locale.ROOT, "%.2f %%",
                                percent)).collect(Collectors.joining(", ")));
        out.flush();
    }

    private List<Double> growth(long seconds) {
        long warmUp = options.warmUp().toSeconds();
        if (seconds < warmUp + WATCHED_SECONDS_MIN) return List.of();
        return memory.stream().flatMap(series -> series.growthPercent(warmUp).stream().boxed())
                .toList();
    }

    private Outcome outcome(long seconds) {
        long warmUp = Math.min(seconds, options.warmUp().toSeconds());
        return new Outcome(seconds, warmUp, memory.stream()
                .map(series -> series.since(warmUp).getFirst().kibibytes()).toList(),
                memory.stream().map(series -> series.since(warmUp).getLast().kibibytes())
                        .toList(),
                growth(seconds));
    }
}
