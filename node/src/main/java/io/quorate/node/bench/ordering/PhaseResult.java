package io.quorate.node.bench.ordering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What one replica saw of a phase; latencies are of its own proposals.
 *
 * @param perInterval operations in each {@link NoopApplication#INTERVAL_MILLIS}
 */
record PhaseResult(long decisions, long operations, long nanos, Histogram micros,
        List<Long> perInterval) {
    PhaseResult {
        perInterval = List.copyOf(perInterval);
    }

    /** With the processor time of the process that ran it, for a parent to read. */
    String toJson(Map<Stage, Long> cpuNanos) {
        ByteBuffer buffer = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
        int length = micros.encodeIntoCompressedByteBuffer(buffer);
        ObjectNode json = new ObjectMapper().createObjectNode().put("decisions", decisions)
                .put("operations", operations).put("nanos", nanos)
                .put("micros", Base64.getEncoder().encodeToString(
                        Arrays.copyOf(buffer.array(), length)));
        perInterval.forEach(json.putArray("perInterval")::add);
        ObjectNode cpu = json.putObject("cpuNanos");
        cpuNanos.forEach((stage, spent) -> cpu.put(stage.name(), spent));
        return json.toString();
    }

    static PhaseResult of(JsonNode json) {
        List<Long> perInterval = new ArrayList<>();
        json.required("perInterval").forEach(each -> perInterval.add(each.asLong()));
        try {
            return new PhaseResult(json.required("decisions").asLong(),
                    json.required("operations").asLong(), json.required("nanos").asLong(),
                    Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder()
                            .decode(json.required("micros").asText())), 0),
                    perInterval);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not the histogram of a replica", e);
        }
    }

    static Map<Stage, Long> cpuOf(JsonNode json) {
        Map<Stage, Long> cpu = new EnumMap<>(Stage.class);
        json.required("cpuNanos").properties()
                .forEach(each -> cpu.put(Stage.valueOf(each.getKey()), each.getValue().asLong()));
        return cpu;
    }
}
