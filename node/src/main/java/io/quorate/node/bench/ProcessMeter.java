package io.quorate.node.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the system counts for some processes together; empty on systems without {@code /proc}. */
public final class ProcessMeter {
    private static final long KIB = 1_024;

    private final List<Long> pids;

    public ProcessMeter(List<Long> pids) {
        this.pids = List.copyOf(pids);
    }

    /** Proportional set size, in bytes: each process's own memory and its share of what is shared. */
    public Optional<Long> memoryBytes() {
        long sum = 0;
        for (long pid : pids) {
            Optional<Long> pss = pssBytes(pid);
            if (pss.isEmpty()) return Optional.empty();
            sum += pss.get();
        }
        return Optional.of(sum);
    }

    private static Optional<Long> pssBytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB).findFirst();
        } catch (IOException _) { // no such system, or not ours to see
            return Optional.empty();
        }
    }

    /** Processor time spent since the start, over all threads. */
    public Optional<Duration> cpu() {
        Duration sum = Duration.ZERO;
        for (long pid : pids) {
            Optional<Duration> one = ProcessHandle.of(pid).map(ProcessHandle::info)
                    .flatMap(ProcessHandle.Info::totalCpuDuration);
            if (one.isEmpty()) return Optional.empty();
            sum = sum.plus(one.get());
        }
        return Optional.of(sum);
    }
}
