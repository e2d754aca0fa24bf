package io.quorate.node.cli;

import io.quorate.bft.sim.SimulationPlan;
import io.quorate.bft.sim.SimulationResult;
import io.quorate.bft.sim.Simulator;
import io.quorate.node.OperatorException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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

    @Override
    public Integer call() throws InterruptedException {
        if (replicas < REPLICAS_MIN || replicas > REPLICAS_MAX) {
            throw new OperatorException("--replicas: " + replicas + " is not between "
                    + REPLICAS_MIN + " and " + REPLICAS_MAX + ".");
        }
        if (seeds < 1) throw new OperatorException("--seeds: " + seeds + " is below 1.");
        SimulationPlan plan = calm ? SimulationPlan.calm(replicas)
                : SimulationPlan.faulty(replicas);
        PrintWriter out = spec.commandLine().getOut();
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
