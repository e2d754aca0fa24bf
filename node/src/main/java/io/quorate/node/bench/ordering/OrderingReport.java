package io.quorate.node.bench.ordering;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.bench.report.Chart;
import io.quorate.node.bench.report.Distribution;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The figures of one run. */
public record OrderingReport(String layout, int replicas, List<Row> rows, List<Chart> charts) {
    public OrderingReport {
        rows = List.copyOf(rows);
        charts = List.copyOf(charts);
    }

    /**
     * One phase.
     *
     * @param samples latencies measured: from submission, or at full load from the proposal, to execution there
     * @param cpuNanos of all replicas together
     */
    record Row(String load, int operationBytes, double decisionsPerSecond,
            double operationsPerSecond, long samples, long p50Micros, long p99Micros,
            long decisions, Map<Stage, Long> cpuNanos) {
        Row {
            cpuNanos = Map.copyOf(cpuNanos);
        }

        private long cpuSum() {
            return cpuNanos.values().stream().mapToLong(Long::longValue).sum();
        }

        private double share(Stage stage) {
            return 100.0 * cpuNanos.getOrDefault(stage, 0L) / Math.max(1, cpuSum());
        }

        private double cpuMicrosPerDecision() {
            return cpuSum() / 1e3 / Math.max(1, decisions);
        }
    }

    static OrderingReport of(OrderingBench.Options options, List<Committee.Measured> measured,
            List<Chart> usage) {
        List<Row> rows = new ArrayList<>();
        for (Committee.Measured each : measured) {
            PhaseResult first = each.results().getFirst();
            Histogram micros = new Histogram(60_000_000L, 3);
            each.results().forEach(result -> micros.add(result.micros()));
            double seconds = first.nanos() / 1e9;
            rows.add(new Row(each.phase().name(), each.phase().operationBytes(),
                    first.decisions() / seconds, first.operations() / seconds,
                    micros.getTotalCount(), micros.getValueAtPercentile(50),
                    micros.getValueAtPercentile(99), first.decisions(), each.cpuNanos()));
        }
        return new OrderingReport(
                options.isProcessEach() ? "a process per replica, TLS on loopback"
                        : "one process, joined in memory",
                options.replicas(), rows, charts(measured, rows, usage));
    }

    private static List<Chart> charts(List<Committee.Measured> measured, List<Row> rows,
            List<Chart> usage) {
        List<Chart.Series> throughput = new ArrayList<>();
        List<Chart.Series> latency = new ArrayList<>();
        List<Chart> stages = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            Row row = rows.get(i);
            String name = row.load + ", " + row.operationBytes + " bytes";
            List<Long> operations = measured.get(i).results().getFirst().perInterval();
            throughput.add(new Chart.Series(name, IntStream.range(0, operations.size())
                    .mapToObj(k -> new Chart.Point((k + 1) * NoopApplication.INTERVAL_MILLIS / 1e3,
                            operations.get(k) * 1e3 / NoopApplication.INTERVAL_MILLIS))
                    .toList()));
            Histogram micros = new Histogram(60_000_000L, 3);
            measured.get(i).results().forEach(result -> micros.add(result.micros()));
            latency.add(Distribution.of(name, micros));
            stages.add(new Chart("Processor time by stage: " + name,
                    "stage, in the order of cpuMillis above", "%", Chart.Kind.BARS, List.of(
                            new Chart.Series("of all replicas", Arrays.stream(Stage.values())
                                    .map(stage -> new Chart.Point(stage.ordinal() + 1.0,
                                            row.share(stage)))
                                    .toList()))));
        }
        List<Chart> charts = new ArrayList<>();
        charts.add(new Chart("Throughput over time", "seconds", "operations a second",
                Chart.Kind.LINES, throughput));
        charts.add(new Chart("Latency", "percentile", "milliseconds", Chart.Kind.LINES, latency));
        charts.addAll(stages);
        charts.addAll(usage);
        return charts;
    }

    public void printText(PrintWriter out) {
        out.println(replicas + " replicas, " + layout + "; logs synced, application without work");
        out.println();
        out.println("load   bytes  decisions/s  operations/s  p50 ms   p99 ms   CPU us/decision");
        for (Row row : rows) {
            out.println(String.format(Locale.ROOT, "%-6s %5d %12.0f %13.0f %7.2f %8.2f %17.0f",
                    row.load, row.operationBytes, row.decisionsPerSecond, row.operationsPerSecond,
                    row.p50Micros / 1e3, row.p99Micros / 1e3, row.cpuMicrosPerDecision()));
        }
        out.println();
        StringBuilder head = new StringBuilder(
                String.format(Locale.ROOT, "%-28s", "% of processor time"));
        rows.forEach(row -> head.append(String.format(Locale.ROOT, "%12s",
                row.load + " " + row.operationBytes)));
        out.println(head);
        for (Stage stage : Stage.values()) {
            StringBuilder line = new StringBuilder(
                    String.format(Locale.ROOT, "%-28s", stage.title()));
            rows.forEach(row -> line
                    .append(String.format(Locale.ROOT, "%12.1f", row.share(stage))));
            out.println(line);
        }
        out.flush();
    }

    public String toJson() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("layout", layout).put("replicas", replicas);
        var array = json.putArray("phases");
        for (Row row : rows) {
            ObjectNode each = array.addObject().put("load", row.load)
                    .put("operationBytes", row.operationBytes)
                    .put("decisionsPerSecond", row.decisionsPerSecond)
                    .put("operationsPerSecond", row.operationsPerSecond)
                    .put("latencySamples", row.samples).put("p50Micros", row.p50Micros)
                    .put("p99Micros", row.p99Micros)
                    .put("cpuMicrosPerDecision", row.cpuMicrosPerDecision());
            ObjectNode cpu = each.putObject("cpuMillis");
            for (Stage stage : Stage.values()) {
                cpu.put(stage.name().toLowerCase(Locale.ROOT),
                        row.cpuNanos.getOrDefault(stage, 0L) / 1e6);
            }
        }
        return json.toString();
    }
}
