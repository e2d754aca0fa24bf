package io.quorate.node.bench.abuse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** @param broken every promise that was not kept, in words */
public record AbuseReport(List<Row> rows, List<String> broken) {
    public AbuseReport {
        rows = List.copyOf(rows);
        broken = List.copyOf(broken);
    }

    /**
     * @param tries connections or requests
     * @param quietMicros the 99th percentile of another client before it
     * @param busyMicros the same while it lasted
     * @param memoryBytes of the node afterwards
     */
    record Row(String name, long tries, long quietMicros, long busyMicros, double seconds,
            Optional<Long> memoryBytes, int broken) {}

    public boolean isKept() {
        return broken.isEmpty();
    }

    public void printText(PrintWriter out) {
        out.println(String.format(Locale.ROOT, "%-18s%10s%8s%14s%14s%8s%10s%8s", "abuse", "tries",
                "s", "p99 quiet ms", "p99 busy ms", "times", "MiB", "broken"));
        for (Row row : rows) {
            out.println(String.format(Locale.ROOT, "%-18s%10d%8.1f%14.2f%14.2f%8.2f%10s%8d",
                    row.name, row.tries, row.seconds, row.quietMicros / 1e3, row.busyMicros / 1e3,
                    (double) row.busyMicros / Math.max(1, row.quietMicros),
                    row.memoryBytes.map(bytes -> Long.toString(bytes >> 20)).orElse("-"),
                    row.broken));
        }
        out.println(broken.isEmpty() ? "every promise was kept" : "broken:");
        broken.forEach(one -> out.println("  " + one));
        out.flush();
    }

    public String toJson() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        ArrayNode array = json.putArray("rows");
        for (Row row : rows) {
            ObjectNode one = array.addObject().put("name", row.name).put("tries", row.tries)
                    .put("quietMicros", row.quietMicros).put("busyMicros", row.busyMicros)
                    .put("seconds", row.seconds).put("broken", row.broken);
            row.memoryBytes.ifPresent(bytes -> one.put("memoryBytes", bytes));
        }
        ArrayNode words = json.putArray("broken");
        broken.forEach(words::add);
        return json.toString();
    }
}
