package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts and times of all runs so far, by size of the network, in a file that each run goes on with. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ObjectNode all;
    private final ObjectNode size;

    private Results(Path file, ObjectNode all, int replicas) {
        this.file = file;
        this.all = all;
        this.size = all.withObjectProperty("replicas-" + replicas);
    }

    static Results open(Path file, int replicas) {
        if (!Files.exists(file)) return new Results(file, JSON.createObjectNode(), replicas);
        try {
            if (JSON.readTree(Files.readString(file)) instanceof ObjectNode saved) {
                return new Results(file, saved, replicas);
            }
            throw new ChaosException(file + " does not hold results of a campaign");
        } catch (IOException e) {
            throw new ChaosException(file + " does not hold results of a campaign", e);
        }
    }

    /** Rounds that count so far, of all runs. */
    static long roundsDone(Path file, int replicas) {
        return open(file, replicas).nextRound();
    }

    long nextRound() {
        return size.path("rounds").asLong();
    }

    /**
     * @param victims replicas that were hit; one that was hit twice counts twice
     * @param outageMillis without an acknowledged write: from the fault on, or from its end where it takes the quorum
     * @param quorumMillis of that, since a quorum of replicas answered: without the start of processes
     * @param wholeMillis from the fault's end until every replica takes part and has caught up
     */
    record Round(Fault fault, int victims, long outageMillis, long quorumMillis,
            long wholeMillis) {}

    void add(Round round) {
        size.put("rounds", nextRound() + 1);
        ObjectNode one = size.withObjectProperty("faults")
                .withObjectProperty(round.fault.label());
        one.put("victims", one.path("victims").asLong() + round.victims);
        one.withArrayProperty("outageMillis").add(round.outageMillis);
        one.withArrayProperty("quorumMillis").add(round.quorumMillis);
        one.withArrayProperty("wholeMillis").add(round.wholeMillis);
        save();
    }

    /** To be called once the run has been checked. */
    void addRun(long seconds, long writes, long reads, long blocks, long answers,
            boolean passed) {
        add("runs", 1);
        add("failedRuns", passed ? 0 : 1);
        add("seconds", seconds);
        add("acknowledgedWrites", writes);
        add("reads", reads);
        add("comparedBlocks", blocks);
        add("comparedAnswers", answers);
        save();
    }

    void add(Soak.Outcome soak, long writes) {
        add("soakSeconds", soak.seconds());
        ObjectNode one = size.withArrayProperty("soaks").addObject();
        one.put("seconds", soak.seconds()).put("warmUpSeconds", soak.warmUpSeconds())
                .put("acknowledgedWrites", writes);
        one.set("firstKibibytes", JSON.valueToTree(soak.firstKibibytes()));
        one.set("lastKibibytes", JSON.valueToTree(soak.lastKibibytes()));
        one.set("growthPercentInTenMinutes", JSON.valueToTree(soak.growthPercent()));
        save();
    }

    /** The most memory that any process of any run had resident. */
    void notePeak(long kibibytes) {
        size.put("peakKibibytes", Math.max(kibibytes, size.path("peakKibibytes").asLong()));
        save();
    }

    private void add(String name, long more) {
        size.put(name, size.path(name).asLong() + more);
    }

    private void save() {
        Path written = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(written, all.toPrettyString() + System.lineSeparator());
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ChaosException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    void print(PrintWriter out) {
        out.printf(Locale.ROOT,
                "all runs so far: %d (%d failed), %d s, %d rounds, %d acknowledged writes,"
                        + " %d reads, %d blocks and %d answers compared%n",
                size.path("runs").asLong(), size.path("failedRuns").asLong(),
                size.path("seconds").asLong(), nextRound(),
                size.path("acknowledgedWrites").asLong(), size.path("reads").asLong(),
                size.path("comparedBlocks").asLong(), size.path("comparedAnswers").asLong());
        printSoaks(out);
        out.println("fault            rounds  victims  outage ms p50 / max   of it with a quorum up"
                + "   whole again ms");
        for (Fault fault : Fault.values()) {
            JsonNode one = size.path("faults").path(fault.label());
            if (one.isMissingNode()) continue;
            out.printf(Locale.ROOT, "%-15s %7d  %7d  %19s   %22s   %14s%n", fault.label(),
                    one.path("outageMillis").size(), one.path("victims").asLong(),
                    middleAndMost(one.path("outageMillis")),
                    middleAndMost(one.path("quorumMillis")),
                    middleAndMost(one.path("wholeMillis")));
        }
        out.flush();
    }

    private void printSoaks(PrintWriter out) {
        for (JsonNode soak : size.path("soaks")) {
            JsonNode growth = soak.path("growthPercentInTenMinutes");
            out.println("soak of " + soak.path("seconds") + " s, " + soak.path("acknowledgedWrites")
                    + " writes: resident KiB " + soak.path("firstKibibytes") + " after "
                    + soak.path("warmUpSeconds") + " s, " + soak.path("lastKibibytes")
                    + " at the end, " + (growth.isEmpty() ? "too short to tell of growth"
                            : "growth in ten minutes " + growth + " %"));
        }
    }

    private static String middleAndMost(JsonNode array) {
        List<Long> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asLong()));
        values.sort(null);
        return values.get((values.size() - 1) / 2) + " / " + values.getLast();
    }
}
