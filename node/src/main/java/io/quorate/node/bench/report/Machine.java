package io.quorate.node.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** What a benchmark ran on. */
final class Machine {
    private static final Path CPUS = Path.of("/proc/cpuinfo");
    private static final int SYNCS = 50;
    private static final int SYNC_BYTES = 4_096;
    private static final long MICROS_MAX = 60_000_000L;

    private Machine() {}

    /** {@code disk} is a folder on the disk whose syncs are measured: a write of 4 KiB at a file's end, and {@code fdatasync}. */
    static ObjectNode describe(Path disk) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory
                .getOperatingSystemMXBean();
        ObjectNode json = new ObjectMapper().createObjectNode().put("cpu", cpu())
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("memoryBytes", system.getTotalMemorySize())
                .put("kernel",
                        System.getProperty("os.name") + " " + System.getProperty("os.version")
                                + " " + System.getProperty("os.arch"))
                .put("jdk", System.getProperty("java.vendor") + " " + Runtime.version())
                .put("loadBefore", Math.max(0, system.getSystemLoadAverage()));
        Histogram micros = syncs(disk);
        json.putObject("diskSync").put("count", micros.getTotalCount())
                .put("p50Micros", micros.getValueAtPercentile(50))
                .put("p99Micros", micros.getValueAtPercentile(99))
                .put("maxMicros", micros.getMaxValue());
        return json;
    }

    private static String cpu() {
        if (!Files.isReadable(CPUS)) return "unknown";
        try (Stream<String> lines = Files.lines(CPUS)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Histogram syncs(Path disk) {
        Histogram micros = new Histogram(MICROS_MAX, 3);
        try {
            Path file = Files.createTempFile(disk, "quorate-sync-", ".bin");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (int i = 0; i < SYNCS; i++) {
                    ByteBuffer bytes = ByteBuffer.allocate(SYNC_BYTES);
                    long begin = System.nanoTime();
                    while (bytes.hasRemaining())
                        channel.write(bytes);
                    channel.force(false);
                    micros.recordValue(
                            Math.min((System.nanoTime() - begin) / 1_000, MICROS_MAX));
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the disk of " + disk + " cannot be measured", e);
        }
        return micros;
    }
}
