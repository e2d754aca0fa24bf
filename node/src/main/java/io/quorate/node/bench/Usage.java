package io.quorate.node.bench;

import io.quorate.node.bench.report.Chart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Samples memory and processor time of processes, once a second, in a thread of its own until it is closed. */
public final class Usage implements AutoCloseable {
    private static final long PERIOD_MILLIS = 1_000;
    private static final double MIB = 1 << 20;

    private final List<Long> pids;
    private final long begin = System.nanoTime();
    private final List<List<Sample>> samples = new ArrayList<>();
    private final Thread thread;

    /** {@code cpu} since the process began; what could not be read is empty. */
    private record Sample(double seconds, Optional<Duration> cpu, Optional<Long> memoryBytes) {}

    private Usage(List<Long> pids) {
        this.pids = List.copyOf(pids);
        pids.forEach(_ -> samples.add(new ArrayList<>()));
        this.thread = new Thread(this::sample, "bench-usage");
        thread.setDaemon(true);
    }

    public static Usage watch(List<Long> pids) {
        Usage usage = new Usage(pids);
        usage.thread.start();
        return usage;
    }

    private void sample() {
        try {
            while (true) {
                take();
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException _) {
            take(); // closed
        }
    }

    private void take() {
        for (int i = 0; i < pids.size(); i++) {
            ProcessMeter meter = new ProcessMeter(List.of(pids.get(i)));
            samples.get(i).add(new Sample((System.nanoTime() - begin) / 1e9, meter.cpu(),
                    meter.memoryBytes()));
        }
    }

    /** Takes a last sample. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After {@link #close}: processor time of each process in cores, and its memory; none where the system tells neither. */
    public List<Chart> charts() {
        List<Chart.Series> cores = new ArrayList<>();
        List<Chart.Series> memory = new ArrayList<>();
        for (int i = 0; i < pids.size(); i++) {
            String name = pids.size() == 1 ? "the process" : "process " + i;
            cores.add(new Chart.Series(name, cores(samples.get(i))));
            memory.add(new Chart.Series(name, samples.get(i).stream()
                    .filter(sample -> sample.memoryBytes.isPresent())
                    .map(sample -> new Chart.Point(sample.seconds,
                            sample.memoryBytes.get() / MIB))
                    .toList()));
        }
        if (pids.isEmpty()) return List.of();
        return List.of(
                new Chart("Processor time by process", "seconds", "cores", Chart.Kind.LINES, cores),
                new Chart("Memory by process (PSS)", "seconds", "MiB", Chart.Kind.LINES, memory));
    }

    private static List<Chart.Point> cores(List<Sample> samples) {
        List<Chart.Point> points = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            Sample now = samples.get(i);
            Sample before = samples.get(i - 1);
            if (now.cpu.isEmpty() || before.cpu.isEmpty() || now.seconds <= before.seconds)
                continue;
            double used = now.cpu.get().minus(before.cpu.get()).toNanos() / 1e9;
            points.add(new Chart.Point(now.seconds,
                    Math.max(0, used / (now.seconds - before.seconds))));
        }
        return points;
    }
}
