package io.quorate.node.bench.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The figures of one run.
 *
 * @param threads that executed and hashed
 * @param importMillionGasPerSecond of an ERC-20 chain, with signatures, into an empty folder
 * @param sizes ascending
 */
public record LedgerReport(int threads, int blockLength, double importMillionGasPerSecond,
        List<Size> sizes) {
    /**
     * On one state.
     *
     * @param buildSeconds 0 where the state was there
     * @param speeds of blocks of transfers, by how they are made
     * @param rootMillis of a state root by the number of accounts changed
     */
    public record Size(int accounts, double buildSeconds, Map<Way, Speed> speeds,
            double diskBytesPerTransfer, double headP50Micros,
            double headP99Micros, double oldP50Micros, double oldP99Micros, double openMillis,
            Map<Integer, Double> rootMillis) {
        public Size {
            rootMillis = new TreeMap<>(rootMillis);
            speeds = new EnumMap<>(speeds);
        }

        private Speed speed(Way way) {
            return speeds.getOrDefault(way, new Speed(Double.NaN, Double.NaN));
        }

        /** In the last of the ways that were measured. */
        private double transfersPerSecond() {
            return speeds.get(Way.OVERLAPPED) == null ? speed(Way.ALONE).transfersPerSecond
                    : speed(Way.OVERLAPPED).transfersPerSecond;
        }
    }

    /**
     * @param transfersPerSecond by the clock, the best round
     * @param cpuMicros of the process for a transfer, its database's threads with it, the middle of the rounds
     */
    public record Speed(double transfersPerSecond, double cpuMicros) {}

    public LedgerReport {
        sizes = List.copyOf(sizes);
    }

    /** How much fewer transfers a second the largest state takes than the smallest, in percent; below 0 for more. */
    public double fallPercent() {
        return 100 * (1 - sizes.getLast().transfersPerSecond()
                / sizes.getFirst().transfersPerSecond());
    }

    public void printText(PrintWriter out) {
        out.println(String.format(Locale.ROOT, "%d thread%s, blocks of %d transfers", threads,
                threads == 1 ? "" : "s", blockLength));
        out.println(String.format(Locale.ROOT,
                "import of ERC-20 transfers with their signatures: %.1f million gas a second",
                importMillionGasPerSecond));
        out.println();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-36s", "accounts"));
        sizes.forEach(size -> head.append(String.format(Locale.ROOT, "%,12d        ",
                size.accounts)));
        out.println(head.toString().stripTrailing());
        for (Way way : sizes.getLast().speeds.keySet()) {
            row(out, "transfers a second, " + way.title(), "%,.0f",
                    size -> size.speed(way).transfersPerSecond);
        }
        for (Way way : sizes.getLast().speeds.keySet()) {
            row(out, "CPU us a transfer, " + way.title(), "%.1f",
                    size -> size.speed(way).cpuMicros);
        }
        row(out, "disk, bytes a transfer", "%,.0f", Size::diskBytesPerTransfer);
        row(out, "read at head, p50 us", "%.1f", Size::headP50Micros);
        row(out, "read at head, p99 us", "%.1f", Size::headP99Micros);
        row(out, "read in block 0, p50 us", "%.1f", Size::oldP50Micros);
        row(out, "read in block 0, p99 us", "%.1f", Size::oldP99Micros);
        row(out, "database open, ms", "%.1f", Size::openMillis);
        for (int changes : sizes.getLast().rootMillis.keySet()) {
            row(out, String.format(Locale.ROOT, "root after %,d changes, ms", changes), "%.2f",
                    size -> size.rootMillis.getOrDefault(changes, Double.NaN));
        }
        row(out, "state built, s", "%.1f", Size::buildSeconds);
        out.println();
        out.println(String.format(Locale.ROOT,
                "from the smallest to the largest state, transfers a second fall by %.1f %%",
                fallPercent()));
        out.flush();
    }

    /** A value a size, and how many times the one before it is. */
    private void row(PrintWriter out, String title, String format,
            ToDoubleFunction<Size> value) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-36s", title));
        double before = Double.NaN;
        for (Size size : sizes) {
            double now = value.applyAsDouble(size);
            line.append(String.format(Locale.ROOT, "%12s",
                    Double.isNaN(now) ? "" : String.format(Locale.ROOT, format, now)));
            double growth = now / before;
            line.append(String.format(Locale.ROOT, "%8s", Double.isFinite(growth)
                    ? String.format(Locale.ROOT, "x%.2f", growth)
                    : ""));
            before = now;
        }
        out.println(line.toString().stripTrailing());
    }

    public String toJson() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("threads", threads).put("blockLength", blockLength)
                .put("importMillionGasPerSecond", importMillionGasPerSecond)
                .put("fallPercent", fallPercent());
        var array = json.putArray("sizes");
        for (Size size : sizes) {
            ObjectNode each = array.addObject().put("accounts", size.accounts)
                    .put("buildSeconds", size.buildSeconds);
            ObjectNode speeds = each.putObject("speeds");
            size.speeds.forEach((way, speed) -> speeds.putObject(way.title())
                    .put("transfersPerSecond", speed.transfersPerSecond)
                    .put("cpuMicrosPerTransfer", speed.cpuMicros));
            ObjectNode roots = each.put("diskBytesPerTransfer", size.diskBytesPerTransfer)
                    .put("headP50Micros", size.headP50Micros)
                    .put("headP99Micros", size.headP99Micros)
                    .put("oldP50Micros", size.oldP50Micros)
                    .put("oldP99Micros", size.oldP99Micros).put("openMillis", size.openMillis)
                    .putObject("rootMillis");
            size.rootMillis.forEach((changes, millis) -> roots.put(changes.toString(), millis));
        }
        return json.toString();
    }
}
