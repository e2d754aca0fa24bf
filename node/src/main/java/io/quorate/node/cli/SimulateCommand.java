package io.quorate.node.cli;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.sim.FaultKind;
import io.quorate.bft.sim.LoadPlan;
import io.quorate.bft.sim.LoadResult;
import io.quorate.bft.sim.LoadSimulation;
import io.quorate.bft.sim.Regions;
import io.quorate.bft.sim.SimulationPlan;
import io.quorate.bft.sim.SimulationResult;
import io.quorate.bft.sim.Simulator;
import io.quorate.node.OperatorException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate simulate}: the ordering protocol under every kind of fault, in virtual time. */
@Command(name = "simulate", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Runs the ordering protocol through faults in virtual time and checks its"
        + " invariants.", footer = {"",
                "The same seed gives the same run, to the last event. The exit code is 1 if a"
                        + " run fails.",
                "", "Example:", "  ./quorate simulate --seeds 20 --replicas 7"})
final class SimulateCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int REPLICAS_MIN = 4;
    private static final int REPLICAS_MAX = 100;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The first seed (default: 1).")
    private long seed;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1", description = "How many seeds to run, one after the other (default: 1).")
    private int seeds;

    @Option(names = "--replicas", paramLabel = "N", defaultValue = "4", description = "Size of the committee, 4 to 100 (default: 4).")
    private int replicas;

    @Option(names = "--calm", description = "Run without faults.")
    private boolean calm;

    @Option(names = "--faults", split = ",", paramLabel = "KIND", description = "Faults to draw from: crash, partition, loss, disk, clock, byzantine,"
            + " twins, all or none (default: crash,partition,loss).")
    private List<String> faults = List.of("crash", "partition", "loss");

    @Option(names = "--load", paramLabel = "TX/s", description = "Measure instead: no faults, so many transactions a second.")
    private long load;

    @Option(names = "--regions", paramLabel = "WHERE", defaultValue = "one", description = "With --load, where the replicas are: one, eu6 or world21 (default: one).")
    private String regions;

    @Option(names = "--payload", paramLabel = "BYTES", defaultValue = "180", description = "With --load, the size of a transaction (default: 180).")
    private int payload;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "With --load, virtual time (default: 10).")
    private int seconds;

    @Option(names = "--json", description = "With --load, print one JSON object.")
    private boolean json;

    @Option(names = "--campaign", paramLabel = "N", description = "Run N seeds with all faults over 4, 5, 6, 7, 10 and 13 replicas; goes on"
            + " where the last campaign stopped.")
    private long campaign;

    @Option(names = "--state", paramLabel = "FILE", defaultValue = "simulation-campaign.json", description = "With --campaign, where its results add up"
            + " (default: simulation-campaign.json).")
    private Path state;

    @Option(names = "--replay", paramLabel = "DIR", description = "Repeat what 'node --record DIR' recorded and compare every output.")
    private Optional<Path> replay = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        if (replay.isPresent()) {
            return Recordings.replay(replay.get(), spec.commandLine().getOut()) ? 0 : FAILED;
        }
        if (replicas < REPLICAS_MIN || replicas > REPLICAS_MAX) {
            throw new OperatorException("--replicas: " + replicas + " is not between "
                    + REPLICAS_MIN + " and " + REPLICAS_MAX + ".");
        }
        if (seeds < 1) throw new OperatorException("--seeds: " + seeds + " is below 1.");
        PrintWriter out = spec.commandLine().getOut();
        if (campaign > 0) return new SimulationCampaign(state, out).run(campaign) ? 0 : FAILED;
        if (load > 0) {
            measure(out);
            return 0;
        }
        SimulationPlan plan = SimulationPlan.of(Quorums.ofSize(replicas),
                calm ? Set.of() : kinds());
        int failures = 0;
        try (ExecutorService workers = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors())) {
            List<Future<SimulationResult>> runs = new ArrayList<>();
            for (int i = 0; i < seeds; i++) {
                long each = seed + i;
                runs.add(workers.submit(() -> Simulator.run(plan, each)));
            }
            for (Future<SimulationResult> run : runs) {
                SimulationResult result = run.get();
                if (!result.passed()) failures++;
                if (!result.passed() || seeds == 1) print(out, result);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a simulated run broke", e.getCause());
        }
        out.println(seeds - failures + " of " + seeds + " runs passed");
        out.flush();
        return failures == 0 ? 0 : FAILED;
    }

    private Set<FaultKind> kinds() {
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String name : faults) {
            if (name.equals("all")) {
                kinds.addAll(EnumSet.allOf(FaultKind.class));
            } else if (!name.equals("none")) {
                kinds.add(named(FaultKind.values(), "--faults", name));
            }
        }
        return kinds;
    }

    private static <E extends Enum<E>> E named(E[] all, String option, String name) {
        for (E one : all) {
            if (one.name().equalsIgnoreCase(name)) return one;
        }
        throw new OperatorException(option + ": " + name + " is none of "
                + Arrays.toString(all).toLowerCase(Locale.ROOT) + ".");
    }

    private void measure(PrintWriter out) {
        if (payload < 1 || seconds < 1) {
            throw new OperatorException("--payload and --seconds must be positive.");
        }
        LoadPlan plan = new LoadPlan(replicas, named(Regions.values(), "--regions", regions),
                load, payload, seconds);
        boolean terminal = System.console() != null && System.console().isTerminal();
        LoadResult r = LoadSimulation.run(plan, seed, done -> {
            if (terminal) {
                System.err.print("\r" + done + " of " + seconds + " virtual seconds"
                        + (done == seconds ? "\n" : ""));
            }
        });
        String format = json
                ? "{\"replicas\":%d,\"seed\":%d,\"throughputPerSecond\":%.1f,"
                        + "\"decideMillisP50\":%.2f,\"decideMillisP99\":%.2f,"
                        + "\"executeMillisP50\":%.2f,\"executeMillisP99\":%.2f,\"slots\":%d,"
                        + "\"messagesPerDecision\":%.1f,\"bytesPerDecision\":%.0f,"
                        + "\"fast\":%d,\"slow\":%d,\"fetched\":%d,\"viewChanges\":%d,"
                        + "\"events\":%d,\"trace\":\"%x\"}%n"
                : "replicas %d seed %d%nthroughput %.1f tx/s%n"
                        + "decide p50 %.2f ms p99 %.2f ms%nexecute p50 %.2f ms p99 %.2f ms%n"
                        + "slots %d messages/slot/replica %.1f bytes/slot/replica %.0f%n"
                        + "fast %d slow %d fetched %d viewChanges %d%nevents %d trace %x%n";
        out.printf(Locale.ROOT, format, replicas, seed, r.throughputPerSecond(),
                r.decideMillisP50(), r.decideMillisP99(), r.executeMillisP50(),
                r.executeMillisP99(), r.slots(), r.messagesPerDecision(), r.bytesPerDecision(),
                r.fastDecisions(), r.slowDecisions(), r.fetchedDecisions(), r.viewChanges(),
                r.events(), r.traceHash());
        out.flush();
    }

    private static void print(PrintWriter out, SimulationResult result) {
        out.println("seed " + result.seed() + (result.passed() ? " passed" : " FAILED")
                + " trace " + Long.toHexString(result.traceHash()) + " events " + result.events()
                + " slots " + result.slots() + " viewChanges " + result.viewChanges() + " fast "
                + result.fastDecisions() + " slow " + result.slowDecisions() + " healedMillis "
                + result.healedMillis());
        result.failure().ifPresent(out::println);
        out.flush();
    }
}
