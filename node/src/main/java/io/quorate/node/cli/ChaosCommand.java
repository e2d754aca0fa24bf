package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.chaos.ChaosCampaign;
import io.quorate.node.chaos.ChaosException;
import io.quorate.node.chaos.ChaosOptions;
import io.quorate.node.chaos.Fault;
import io.quorate.node.chaos.MemoryOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate chaos}: real processes under faults, and clients whose history is checked. */
@Command(name = "chaos", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Runs a network of processes through kills, pauses, partitions and bad disks, and"
        + " checks what its clients saw.", footer = {"",
                "The schedule of faults follows from the seed; a further run goes on with the next"
                        + " round.",
                "The exit code is 1 if something was found wrong.", "", "Example:",
                "  ./quorate chaos --replicas 7 --seconds 600",
                "  ./quorate chaos --faults kill-anytime --rounds 200 --results kills.json"})
final class ChaosCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int ROUNDS_PER_NETWORK = 5;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private LogOptions log;

    @Option(names = "--replicas", paramLabel = "N", defaultValue = "4", description = "Replicas to start, 4 to 16 (default: 4).")
    private int replicas;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "60", description = "How long faults are done (default: 60).")
    private int seconds;

    @Option(names = "--rounds", paramLabel = "N", description = "Instead of --seconds: go on until the file of results has N rounds, of this and of"
            + " earlier runs. A network lives for 5 of them; they count once all is checked, so"
            + " that a run may be stopped at any time.")
    private Integer rounds;

    @Option(names = "--limit", paramLabel = "S", defaultValue = "120", description = "How long a network may take after a fault until all replicas take part (default: 120):"
            + " more where the machine is busy with other things.")
    private int limit;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the schedule of faults (default: 1).")
    private long seed;

    @Option(names = "--faults", split = ",", paramLabel = "KIND", description = "Faults to draw from, such as kill-leader,split (default: all).")
    private List<String> faults = List.of("all");

    @Option(names = "--clients", paramLabel = "N", defaultValue = "8", description = "Clients that write and read (default: 8).")
    private int clients;

    @Option(names = "--pause", paramLabel = "MILLIS", defaultValue = "20", description = "Between two writes of a client (default: 20).")
    private int pauseMillis;

    @Option(names = "--results", paramLabel = "FILE", defaultValue = "chaos-results.json", description = "Where counts and times add up over runs (default: chaos-results.json).")
    private Path results;

    @Option(names = "--soak", description = "Do no faults; watch each replica's resident memory instead, the heap being fixed:"
            + " it may grow by less than 1 %% in ten minutes.")
    private boolean soak;

    @Option(names = "--memory-every", paramLabel = "S", defaultValue = "60", description = "With --soak, seconds between two samples (default: 60).")
    private int memoryEvery;

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "1200", description = "With --soak, seconds whose growth does not count (default: 1200).")
    private int warmUp;

    @Option(names = "--memory", paramLabel = "MIB", description = "What no replica may ever have resident; its heap is a part of it (default: 160 MiB of"
            + " heap and no such limit).")
    private Integer memory;

    @Option(names = "--work-dir", paramLabel = "DIR", description = "Where the network is laid out (default: a temporary folder); kept if something"
            + " was found.")
    private Path workDir;

    @Override
    public Integer call() throws InterruptedException {
        log.applyOr("warn");
        requireBetween("--replicas", replicas, 4, 16);
        requireBetween("--seconds", seconds, 1, 1_000_000);
        requireBetween("--clients", clients, 1, 1_000);
        requireBetween("--pause", pauseMillis, 0, 60_000);
        requireBetween("--memory-every", memoryEvery, 1, 86_400);
        requireBetween("--warm-up", warmUp, 0, 86_400);
        if (memory != null) requireBetween("--memory", memory, 192, 65_536);
        requireBetween("--limit", limit, 1, 86_400);
        if (rounds != null) requireBetween("--rounds", rounds, 1, 1_000_000);
        if (rounds != null && soak) {
            throw new OperatorException("--rounds: with --soak there are none.");
        }
        try {
            return (rounds == null ? run(options(OptionalInt.empty())) : runRounds()) ? 0 : FAILED;
        } catch (ChaosException e) {
            throw new OperatorException("chaos: " + e.getMessage() + ".", e);
        }
    }

    private boolean runRounds() throws InterruptedException {
        while (true) {
            long left = rounds - ChaosCampaign.roundsDone(options(OptionalInt.empty()));
            if (left <= 0) {
                spec.commandLine().getOut().println(rounds + " rounds are done");
                return true;
            }
            int now = (int) Math.min(left, ROUNDS_PER_NETWORK);
            if (!run(options(OptionalInt.of(now)))) return false;
        }
    }

    private boolean run(ChaosOptions options) throws InterruptedException {
        return new ChaosCampaign(options, spec.commandLine().getOut()).run();
    }

    private ChaosOptions options(OptionalInt roundsNow) {
        return new ChaosOptions(
                Path.of(System.getProperty("quorate.root", ".")).resolve("quorate"), replicas,
                seed, Duration.ofSeconds(seconds), roundsNow,
                Duration.ofSeconds(limit), clients,
                Duration.ofMillis(pauseMillis), soak ? Set.of() : kinds(),
                results.toAbsolutePath(),
                new MemoryOptions(Duration.ofSeconds(memoryEvery), Duration.ofSeconds(warmUp),
                        Optional.ofNullable(memory)),
                Optional.ofNullable(workDir));
    }

    private Set<Fault> kinds() {
        EnumSet<Fault> kinds = EnumSet.noneOf(Fault.class);
        for (String name : faults) {
            if (name.equals("all")) kinds.addAll(EnumSet.allOf(Fault.class));
            else kinds.add(named(name));
        }
        return kinds;
    }

    private static Fault named(String name) {
        return Arrays.stream(Fault.values()).filter(fault -> fault.label().equals(name))
                .findFirst().orElseThrow(() -> new OperatorException("--faults: '" + name
                        + "' is none of "
                        + Arrays.stream(Fault.values()).map(Fault::label).toList() + "."));
    }

    private static void requireBetween(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new OperatorException(
                    option + ": " + value + " is not between " + min + " and " + max + ".");
        }
    }
}
