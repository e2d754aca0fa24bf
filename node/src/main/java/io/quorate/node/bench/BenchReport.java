package io.quorate.node.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * The results of one run; what could not be measured is empty.
 *
 * @param startMillis from the start of the (first) process to the last {@code ready}
 * @param memoryIdleBytes summed proportional set size once ready
 * @param memoryLightBytes the same after the light load
 * @param memoryLoadedBytes the same after the sustained load
 * @param cpuMicrosPerTransfer processor time of all replicas for one transfer
 */
public record BenchReport(String layout, int replicas, Optional<Long> startMillis, Latency latency,
        Throughput throughput, Optional<Long> memoryIdleBytes, Optional<Long> memoryLightBytes,
        Optional<Long> memoryLoadedBytes, Optional<Double> cpuMicrosPerTransfer) {

    /** From sending to the receipt, in microseconds. */
    public record Latency(long count, long p50Micros, long p90Micros, long p99Micros,
            long maxMicros) {
        static Latency of(Histogram micros) {
            return new Latency(micros.getTotalCount(), micros.getValueAtPercentile(50),
                    micros.getValueAtPercentile(90), micros.getValueAtPercentile(99),
                    micros.getMaxValue());
        }
    }

    /**
     * Transfers that got into blocks, and the time from the first sending to the last block.
     *
     * @param refused transfers that a replica did not take
     */
    public record Throughput(long transfers, long refused, double seconds, long blocks) {
        double perSecond() {
            return transfers / seconds;
        }
    }

    public void printText(PrintWriter out) {
        out.println("layout                     " + layout + ", " + replicas + " replicas");
        startMillis.ifPresent(ms -> out.println("start to ready             " + ms + " ms"));
        out.println(String.format(Locale.ROOT,
                "send to receipt            p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms"
                        + " (%d sent one by one)",
                latency.p50Micros / 1e3, latency.p90Micros / 1e3, latency.p99Micros / 1e3,
                latency.maxMicros / 1e3, latency.count));
        out.println(String.format(Locale.ROOT,
                "ERC-20 transfers           %.0f a second (%d in %.2f s, %d blocks, %d refused)",
                throughput.perSecond(), throughput.transfers, throughput.seconds,
                throughput.blocks, throughput.refused));
        cpuMicrosPerTransfer.ifPresent(us -> out.println(String.format(Locale.ROOT,
                "processor time             %.0f us a transfer, all replicas together", us)));
        printMemory(out, "memory when ready          ", memoryIdleBytes);
        printMemory(out, "memory under light load    ", memoryLightBytes);
        printMemory(out, "memory after full load     ", memoryLoadedBytes);
        out.flush();
    }

    private static void printMemory(PrintWriter out, String label, Optional<Long> bytes) {
        bytes.ifPresent(b -> out.println(String.format(Locale.ROOT, "%s%.0f MiB (summed PSS)",
                label, b / 1048576.0)));
    }

    public String toJson() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("layout", layout).put("replicas", replicas);
        startMillis.ifPresent(value -> json.put("startMillis", value));
        json.putObject("latency").put("count", latency.count).put("p50Micros", latency.p50Micros)
                .put("p90Micros", latency.p90Micros).put("p99Micros", latency.p99Micros)
                .put("maxMicros", latency.maxMicros);
        json.putObject("throughput").put("transfers", throughput.transfers)
                .put("refused", throughput.refused).put("seconds", throughput.seconds)
                .put("blocks", throughput.blocks).put("perSecond", throughput.perSecond());
        memoryIdleBytes.ifPresent(value -> json.put("memoryIdleBytes", value));
        memoryLightBytes.ifPresent(value -> json.put("memoryLightBytes", value));
        memoryLoadedBytes.ifPresent(value -> json.put("memoryLoadedBytes", value));
        cpuMicrosPerTransfer.ifPresent(value -> json.put("cpuMicrosPerTransfer", value));
        return json.toString();
    }
}
