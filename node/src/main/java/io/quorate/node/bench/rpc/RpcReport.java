package io.quorate.node.bench.rpc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The figures of one run.
 *
 * @param floorPerSecond requests a second of the load generator against a server that does nothing
 * @param versions of the nodes, the measured one first
 * @param transactionsInBlock of the block that each node is asked for
 */
public record RpcReport(int connections, double floorPerSecond, List<String> versions,
        List<Integer> transactionsInBlock, List<Row> rows) {
    public RpcReport {
        versions = List.copyOf(versions);
        transactionsInBlock = List.copyOf(transactionsInBlock);
        rows = List.copyOf(rows);
    }

    /** One case at each node. */
    record Row(String mode, String method, List<Result> results) {
        Row {
            results = List.copyOf(results);
        }

        /** How many times the requests a second of the other node. */
        Optional<Double> ratio() {
            return results.size() < 2 || results.get(1).perSecond == 0 ? Optional.empty()
                    : Optional.of(results.get(0).perSecond / results.get(1).perSecond);
        }
    }

    /**
     * @param p50Micros of one message, which may be a batch
     * @param bodyBytes of one answer
     * @param cpuMicros of the node's process for one request
     */
    record Result(double perSecond, long p50Micros, long p99Micros, long bodyBytes,
            Optional<Double> cpuMicros) {}

    public void printText(PrintWriter out) {
        out.println(connections + " connections, one request at a time on each");
        for (int i = 0; i < versions.size(); i++) {
            out.println((i == 0 ? "measured   " : "beside     ") + versions.get(i)
                    + ", block of " + transactionsInBlock.get(i) + " transactions");
        }
        out.println(String.format(Locale.ROOT,
                "generator  %.0f requests a second against a server that does nothing",
                floorPerSecond));
        out.println();
        out.print(String.format(Locale.ROOT, "%-10s%-28s%10s%9s%9s%9s%8s", "mode", "method",
                "requests/s", "p50 ms", "p99 ms", "bytes", "CPU us"));
        out.println(versions.size() < 2 ? ""
                : String.format(Locale.ROOT, "%14s%9s%9s%8s%8s", "beside: /s", "p50 ms", "p99 ms",
                        "CPU us", "ratio"));
        for (Row row : rows) {
            Result own = row.results.getFirst();
            out.print(String.format(Locale.ROOT, "%-10s%-28s%10.0f%9.2f%9.2f%9d%8s", row.mode,
                    row.method, own.perSecond, own.p50Micros / 1e3, own.p99Micros / 1e3,
                    own.bodyBytes, cpu(own)));
            if (row.results.size() > 1) {
                Result other = row.results.get(1);
                out.print(String.format(Locale.ROOT, "%14.0f%9.2f%9.2f%8s%8s", other.perSecond,
                        other.p50Micros / 1e3, other.p99Micros / 1e3, cpu(other),
                        row.ratio().map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                                .orElse("-")));
            }
            out.println();
        }
        out.flush();
    }

    private static String cpu(Result result) {
        return result.cpuMicros.map(us -> String.format(Locale.ROOT, "%.1f", us)).orElse("");
    }

    public String toJson() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("connections", connections).put("generatorPerSecond", floorPerSecond);
        ArrayNode nodes = json.putArray("nodes");
        for (int i = 0; i < versions.size(); i++) {
            nodes.addObject().put("version", versions.get(i)).put("transactionsInBlock",
                    transactionsInBlock.get(i));
        }
        ArrayNode array = json.putArray("rows");
        for (Row row : rows) {
            ObjectNode node = array.addObject().put("mode", row.mode).put("method", row.method);
            ArrayNode results = node.putArray("results");
            for (Result result : row.results) {
                ObjectNode one = results.addObject().put("perSecond", result.perSecond)
                        .put("p50Micros", result.p50Micros).put("p99Micros", result.p99Micros)
                        .put("bodyBytes", result.bodyBytes);
                result.cpuMicros.ifPresent(us -> one.put("cpuMicros", us));
            }
            row.ratio().ifPresent(ratio -> node.put("ratio", ratio));
        }
        return json.toString();
    }
}
