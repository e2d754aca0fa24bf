package io.quorate.node.cli;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.sim.FaultKind;
import io.quorate.bft.sim.LoadPlan;
import io.quorate.bft.sim.Regions;
import io.quorate.bft.sim.SimulationPlan;
import io.quorate.bft.sim.SimulationResult;
import io.quorate.bft.sim.Simulator;
import io.quorate.node.OperatorException;
import io.quorate.node.Version;
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
    private static final int REPLICAS_MAX = 600;
    private static final int TWINS_VIEWS_MAX = 6;
    private static final long SWEEP_LOAD = 200;
    private static final List<String> USUAL_FAULTS = List.of("crash", "partition", "loss");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The first seed (default: 1).")
    private long seed;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1", description = "How many seeds to run, one after the other (default: 1).")
    private int seeds;

    @Option(names = "--replicas", paramLabel = "N", defaultValue = "4", description = "Size of the committee, 4 to 600 (default: 4).")
    private int replicas;

    @Option(names = "--calm", description = "Run without faults.")
    private boolean calm;

    @Option(names = "--faults", split = ",", paramLabel = "KIND", description = "Faults to draw from: crash, partition, loss, disk, clock, byzantine,"
            + " twins, pruning, epochs, all or none (default: crash,partition,loss; with --load: none).")
    private List<String> faults;

    @Option(names = "--load", paramLabel = "TX/s", description = "Measure instead, under so many transactions a second.")
    private long load;

    @Option(names = "--lanes", description = "Let transactions travel in lanes, apart from proposals.")
    private boolean lanes;

    @Option(names = "--regions", paramLabel = "WHERE", defaultValue = "one", description = "With --load, where the replicas are: one, eu6 or world21 (default: one).")
    private String regions;

    @Option(names = "--payload", paramLabel = "BYTES", defaultValue = "180", description = "With --load, the size of a transaction (default: 180).")
    private int payload;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "With --load, virtual time (default: 10).")
    private int seconds;

    @Option(names = "--stopped", paramLabel = "N", defaultValue = "0", description = "With --load, so many replicas do not run: above c, decisions take the slow"
            + " path (default: 0).")
    private int stopped;

    @Option(names = "--kill-leader", paramLabel = "S", defaultValue = "0", description = "With --load, whoever leads after S seconds stops for good (default: 0,"
            + " nobody).")
    private int killLeader;

    @Option(names = "--sweep", description = "Measure committees of 4 to 500 replicas on the fast and the slow path.")
    private boolean sweep;

    @Option(names = "--plot", paramLabel = "FILE", description = "With --sweep, draw the table as SVG.")
    private Path plot;

    @Option(names = "--json", description = "With --load or --sweep, print a JSON object for each measurement.")
    private boolean json;

    @Option(names = "--campaign", paramLabel = "N", description = "Run N seeds with all faults over 4, 5, 6, 7, 10 and 13 replicas; goes on"
            + " where the last campaign stopped.")
    private long campaign;

    @Option(names = {"--results",
            "--state"}, paramLabel = "FILE", description = "With --campaign or --twins, where results add up (default:"
                    + " simulation-campaign.json, simulation-twins-VIEWS.txt).")
    private Path state;

    @Option(names = "--twins", paramLabel = "VIEWS", description = "Run all schedules of one twin among four replicas over so many views, up to"
            + " 6; goes on where it stopped.")
    private int twins;

    @Option(names = "--omit", split = ",", paramLabel = "FAULT", description = "Leave out faults of the schedule, by number: what a shrunk run prints.")
    private Set<Integer> omitted = Set.of();

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
        if (campaign > 0) {
            Path file = state == null ? Path.of("simulation-campaign.json") : state;
            return new SimulationCampaign(file, Version.commit(), out).run(campaign) ? 0 : FAILED;
        }
        if (twins != 0) {
            if (twins < 1 || twins > TWINS_VIEWS_MAX) {
                throw new OperatorException("--twins: " + twins + " is not between 1 and "
                        + TWINS_VIEWS_MAX + ".");
            }
            Path file = state == null ? Path.of("simulation-twins-" + twins + ".txt") : state;
            return new TwinsRun(twins, file, out).run() ? 0 : FAILED;
        }
        if (load > 0 || sweep) return measure(out) ? 0 : FAILED;
        SimulationPlan mix = SimulationPlan.of(Quorums.ofSize(replicas),
                calm ? Set.of() : kinds(faults == null ? USUAL_FAULTS : faults));
        SimulationPlan plan = lanes ? mix.withLanes() : mix;
        int failures = 0;
        try (ExecutorService workers = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors())) {
            List<Future<SimulationResult>> runs = new ArrayList<>();
            for (int i = 0; i < seeds; i++) {
                long each = seed + i;
                runs.add(workers.submit(() -> Simulator.run(plan, each, omitted)));
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

    private static Set<FaultKind> kinds(List<String> names) {
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String name : names) {
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

    private boolean measure(PrintWriter out) throws InterruptedException {
        if (payload < 1 || seconds < 1) {
            throw new OperatorException("--payload and --seconds must be positive.");
        }
        Regions where = named(Regions.values(), "--regions", regions);
        LoadMeasurement measurement = new LoadMeasurement(out, json);
        if (sweep) {
            return measurement.sweep(where, load > 0 ? load : SWEEP_LOAD, payload, seconds, seed,
                    Optional.ofNullable(plot));
        }
        if (stopped < 0 || stopped > (replicas - 1) / 3) {
            throw new OperatorException("--stopped: " + stopped + " is not between 0 and "
                    + (replicas - 1) / 3 + ".");
        }
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        if (faults != null && !calm) kinds.addAll(kinds(faults));
        if (kinds.remove(FaultKind.TWINS) && faults.contains("twins")) {
            throw new OperatorException("--faults: twins do not go together with --load.");
        }
        if (killLeader < 0 || killLeader >= seconds) {
            throw new OperatorException("--kill-leader: " + killLeader + " is not between 0 and "
                    + (seconds - 1) + ".");
        }
        return measurement.run(new LoadPlan(replicas, where, load, payload, seconds, lanes)
                .withFaults(kinds).withStopped(stopped).withLeaderKilledAt(killLeader), seed);
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
