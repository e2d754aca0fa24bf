package io.quorate.node.bench.ordering;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * This process's processor time by {@link Stage}: the JVM's own samples for each 10 ms that a Java thread ran, native
 * code included (JEP 509); what the process used beyond them is the JVM's.
 */
final class CpuProfile {
    private static final String EVENT = "jdk.CPUTimeSample";
    private static final long SAMPLE_NANOS = 10_000_000;
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private final Recording recording = new Recording();
    private final long cpuNanosBefore;

    private CpuProfile() {
        recording.enable(EVENT).with("throttle", "10ms").withStackTrace();
        recording.start();
        cpuNanosBefore = SYSTEM.getProcessCpuTime();
    }

    static CpuProfile begin() {
        return new CpuProfile();
    }

    /** Nanoseconds for each stage. */
    Map<Stage, Long> end() {
        long cpuNanos = SYSTEM.getProcessCpuTime() - cpuNanosBefore;
        recording.stop();
        try {
            Path file = Files.createTempFile("quorate-bench-", ".jfr");
            try {
                recording.dump(file);
                return byStage(file, cpuNanos);
            } finally {
                Files.delete(file);
                recording.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the profile cannot be read", e);
        }
    }

    private static Map<Stage, Long> byStage(Path file, long cpuNanos) throws IOException {
        Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
        long rest = cpuNanos;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (!event.getEventType().getName().equals(EVENT)) continue;
            nanos.merge(stageOf(event), SAMPLE_NANOS, Long::sum);
            rest -= SAMPLE_NANOS;
        }
        nanos.put(Stage.JVM, Math.max(0, rest));
        return nanos;
    }

    private static Stage stageOf(RecordedEvent event) {
        if (event.getStackTrace() == null) return Stage.OTHER;
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            if (!frame.isJavaFrame()) continue;
            var stage = Stage.ofClass(frame.getMethod().getType().getName());
            if (stage.isPresent()) return stage.get();
        }
        return Stage.OTHER;
    }
}
