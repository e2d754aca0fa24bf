package io.quorate.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.sim.FaultKind;
import io.quorate.bft.sim.Shrinker;
import io.quorate.bft.sim.SimulationPlan;
import io.quorate.bft.sim.SimulationResult;
import io.quorate.bft.sim.Simulator;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;

/** Many seeds with random mixes of faults; what it found so far is in a file, from which it goes on. */
final class SimulationCampaign {
    private static final int[] SIZES = {4, 5, 6, 7, 10, 13};
    private static final int SAVE_EVERY = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String commit;
    private final PrintWriter out;
    private long next;
    private long failed;
    private long events;
    private long slots;

    SimulationCampaign(Path file, String commit, PrintWriter out) {
        this.file = file;
        this.commit = commit;
        this.out = out;
    }

    /** Runs {@code count} further seeds; whether all passed. */
    boolean run(long count) {
        load();
        boolean terminal = System.console() != null && System.console().isTerminal();
        long failedBefore = failed;
        long end = next + count;
        for (long first = next; next < end;) {
            long seed = next;
            SimulationResult result = Simulator.run(planOf(seed), seed);
            next++;
            events += result.events();
            slots += result.slots();
            result.failure().ifPresent(failure -> {
                failed++;
                out.println(failure);
                out.println("commit: " + commit);
                Shrinker.shrink(planOf(seed), seed).ifPresent(shrunk -> out.println("shrunk to "
                        + shrunk.faults() + " faults of " + shrunk.plan().faultNames() + ": "
                        + shrunk.command()));
                out.flush();
            });
            if ((next - first) % SAVE_EVERY == 0 || next == end) {
                save();
            }
            if (terminal) System.err.print("\r" + (next - first) + " of " + count + " seeds");
        }
        if (terminal) System.err.println();
        out.println(count - (failed - failedBefore) + " of " + count + " runs passed; campaign: "
                + next + " seeds, " + failed + " failed, " + slots + " slots, " + events
                + " events");
        out.flush();
        return failed == failedBefore;
    }

    /** Size and mix go round with the seed, so that one number names a run. */
    static SimulationPlan planOf(long seed) {
        FaultKind[] all = FaultKind.values();
        long mix = 1 + Long.remainderUnsigned(seed * 0x9e3779b97f4a7c15L >>> 20,
                (1L << all.length) - 1);
        EnumSet<FaultKind> faults = EnumSet.noneOf(FaultKind.class);
        for (FaultKind kind : all) {
            if ((mix >>> kind.ordinal() & 1) != 0) faults.add(kind);
        }
        int size = SIZES[(int) Long.remainderUnsigned(seed, SIZES.length)];
        return SimulationPlan.of(Quorums.ofSize(size), faults);
    }

    private void load() {
        if (!Files.exists(file)) return;
        try {
            JsonNode saved = JSON.readTree(Files.readString(file));
            next = saved.path("nextSeed").asLong();
            failed = saved.path("failed").asLong();
            events = saved.path("events").asLong();
            slots = saved.path("slots").asLong();
        } catch (JsonProcessingException e) {
            throw new OperatorException("--state: " + file + " is not a campaign's JSON file.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void save() {
        ObjectNode state = JSON.createObjectNode().put("nextSeed", next).put("failed", failed)
                .put("slots", slots).put("events", events);
        Path written = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(written, state + System.lineSeparator());
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperatorException("--state: " + file + " cannot be written.");
        }
    }
}
