package io.quorate.node.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.sim.LoadPlan;
import io.quorate.bft.sim.LoadResult;
import io.quorate.bft.sim.LoadSimulation;
import io.quorate.bft.sim.Regions;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Runs the protocol under load in virtual time and prints what it cost. */
final class LoadMeasurement {
    private static final int[] SIZES = {4, 7, 16, 31, 100, 200, 500};
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final boolean json;
    private final boolean terminal = System.console() != null && System.console().isTerminal();

    LoadMeasurement(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** False if an invariant was violated. */
    boolean run(LoadPlan plan, long seed) {
        Optional<LoadResult> result = measure(plan, seed);
        result.ifPresent(r -> {
            if (json) {
                out.println(object(plan, seed, r));
            } else {
                print(plan, seed, r);
            }
        });
        out.flush();
        return result.isPresent();
    }

    /** Each size with all replicas, and with one more stopped than the fast path bears. */
    boolean sweep(Regions where, long load, int payload, int seconds, long seed,
            Optional<Path> plot) {
        List<SweepPlot.Point> points = new ArrayList<>();
        if (!json) {
            out.println("   n path messages    bytes signed verified  fast   p50 ms   p99 ms"
                    + " floor ms");
        }
        for (int n : SIZES) {
            for (int stopped : new int[]{0, Quorums.ofSize(n).c() + 1}) {
                LoadPlan plan = new LoadPlan(n, where, load, payload, seconds)
                        .withStopped(stopped);
                Optional<LoadResult> measured = measure(plan, seed);
                if (measured.isEmpty()) return false;
                LoadResult r = measured.get();
                points.add(new SweepPlot.Point(n, stopped > 0, r.messagesPerDecision()));
                if (json) {
                    out.println(object(plan, seed, r));
                } else {
                    out.printf(Locale.ROOT,
                            "%4d %4s %8.1f %8.0f %6.1f %8.1f %4.0f%% %8.1f %8.1f %8.1f%n", n,
                            stopped > 0 ? "slow" : "fast", r.messagesPerDecision(),
                            r.bytesPerDecision(), r.signaturesPerDecision(),
                            r.verificationsPerDecision(), 100 * r.fastShare(), r.slotMillisP50(),
                            r.slotMillisP99(), floor(plan, r));
                }
                out.flush();
            }
        }
        plot.ifPresent(file -> write(file, SweepPlot.svg(points)));
        return true;
    }

    /** Of the path that most decisions can take. */
    private static double floor(LoadPlan plan, LoadResult r) {
        return plan.stopped() > Quorums.ofSize(plan.replicas()).c() ? r.floors().slowMillis()
                : r.floors().fastMillis();
    }

    private Optional<LoadResult> measure(LoadPlan plan, long seed) {
        try {
            return Optional.of(LoadSimulation.run(plan, seed, done -> {
                if (terminal) {
                    System.err.print("\r" + plan.replicas() + " replicas, " + plan.stopped()
                            + " stopped: " + done + " of " + plan.seconds() + " virtual seconds"
                            + (done == plan.seconds() ? "\n" : ""));
                }
            }));
        } catch (IllegalStateException e) {
            out.println("seed " + seed + " FAILED: " + e.getMessage());
            out.flush();
            return Optional.empty();
        }
    }

    private void print(LoadPlan plan, long seed, LoadResult r) {
        out.printf(Locale.ROOT, "replicas %d seed %d%nthroughput %.1f tx/s%n"
                + "decide p50 %.2f ms p99 %.2f ms%nexecute p50 %.2f ms p99 %.2f ms%n"
                + "slot p50 %.2f ms p99 %.2f ms, network floor %.2f ms%n"
                + "longest pause between decisions %.0f ms%n",
                plan.replicas(), seed, r.throughputPerSecond(), r.decideMillisP50(),
                r.decideMillisP99(), r.executeMillisP50(), r.executeMillisP99(),
                r.slotMillisP50(), r.slotMillisP99(), floor(plan, r), r.longestPauseMillis());
        out.printf(Locale.ROOT,
                "slots %d viewChanges %d fast %.1f %% (fast %d slow %d fetched %d)%n"
                        + "per slot and replica: messages %.1f bytes %.0f gossip %.0f bytes"
                        + " signed %.1f verified %.1f%n",
                r.slots(), r.viewChanges(),
                100 * r.fastShare(), r.fastDecisions(), r.slowDecisions(), r.fetchedDecisions(),
                r.messagesPerDecision(), r.bytesPerDecision(), r.gossipBytesPerDecision(),
                r.signaturesPerDecision(), r.verificationsPerDecision());
        StringBuilder kinds = new StringBuilder("messages by kind:");
        r.messagesByKind().forEach((kind, count) -> kinds
                .append(String.format(Locale.ROOT, " %s %.2f", kind, count)));
        out.println(kinds);
        out.printf(Locale.ROOT, "events %d trace %x%n", r.events(), r.traceHash());
    }

    private static ObjectNode object(LoadPlan plan, long seed, LoadResult r) {
        ObjectNode object = JSON.createObjectNode().put("replicas", plan.replicas())
                .put("regions", plan.regions().name().toLowerCase(Locale.ROOT))
                .put("stopped", plan.stopped()).put("seed", seed)
                .put("throughputPerSecond", r.throughputPerSecond())
                .put("decideMillisP50", r.decideMillisP50())
                .put("decideMillisP99", r.decideMillisP99())
                .put("executeMillisP50", r.executeMillisP50())
                .put("executeMillisP99", r.executeMillisP99())
                .put("slotMillisP50", r.slotMillisP50()).put("slotMillisP99", r.slotMillisP99());
        double floor = floor(plan, r);
        if (!Double.isNaN(floor)) object.put("floorMillis", floor);
        object.put("longestPauseMillis", r.longestPauseMillis())
                .put("slots", r.slots()).put("messagesPerDecision", r.messagesPerDecision())
                .put("bytesPerDecision", r.bytesPerDecision())
                .put("gossipBytesPerDecision", r.gossipBytesPerDecision())
                .put("signaturesPerDecision", r.signaturesPerDecision())
                .put("verificationsPerDecision", r.verificationsPerDecision())
                .put("fast", r.fastDecisions()).put("slow", r.slowDecisions())
                .put("fetched", r.fetchedDecisions()).put("viewChanges", r.viewChanges())
                .put("events", r.events()).put("trace", Long.toHexString(r.traceHash()));
        ObjectNode kinds = object.putObject("messagesByKind");
        new TreeMap<>(r.messagesByKind()).forEach(kinds::put);
        return object;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new OperatorException("--plot: " + file + " cannot be written.");
        }
    }
}
