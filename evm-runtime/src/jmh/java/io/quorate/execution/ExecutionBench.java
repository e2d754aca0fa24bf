package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.bench.Contracts;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Roots;
import io.quorate.ledger.TestChain;
import io.quorate.state.JournaledState;
import io.quorate.state.StateOverlay;
import io.quorate.state.StateView;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Times a block's transactions one after another and on more threads, and what comes after them; then works out more
 * cores. The block is made on the same state again and again, the ways in turn. Columns are microseconds a transaction:
 * of processor time, the median, but those by the clock, the best.
 */
public final class ExecutionBench {
    private static final int[] SIMULATED = {2, 4, 8, 16};

    private final Ledger ledger = Ledger.open(new InMemoryKeyValueStore(),
            BlockWorkload.genesis(Contracts.code("Token"), Contracts.code("KeccakLoop")));
    private final ChainRules rules = new ChainRules(TestChain.CHAIN_ID,
            ForkSchedule.allFrom(Fork.OSAKA), FeeMode.FEE_BLIND, false,
            ChainRules.DEFAULT_BLOCK_GAS_LIMIT, Address.ofLow(0xbe));
    private final TransactionExecutor executor = new TransactionExecutor(rules.at(1, 1),
            new CodeCache(16 << 20));
    private final BlockContext context = new BlockContext(1, 1, rules.beneficiary(), UInt256.ZERO,
            Hash.ZERO, rules.blockGasLimit(), UInt256.ZERO, UInt256.ZERO, BlockHashLookup.NONE);
    private final StateView parent = ledger.stateAt(0).orElseThrow();

    private ExecutionBench() {}

    /** Arguments: rounds of warming up, rounds that count, threads, and names of workloads, else all. */
    public static void main(String[] arguments) {
        int warmUp = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        List<BlockWorkload> workloads = arguments.length == 3
                ? List.of(BlockWorkload.values())
                : Arrays.stream(arguments).skip(3).map(BlockWorkload::valueOf).toList();
        System.out.printf("%-22s %9s %9s %9s %7s %9s %9s %9s %9s   simulated on %s cores%n", "",
                "alone us", "1 clock", threads + " clock", "gain", "ahead us", "taken us",
                "trie us",
                "roots us", Arrays.toString(SIMULATED));
        try (ExecutorService helpers = Executors
                .newFixedThreadPool(Math.max(1, threads - 1))) {
            ExecutionBench bench = new ExecutionBench();
            for (BlockWorkload workload : workloads) {
                bench.run(workload, new Parallelism(helpers, threads), warmUp, rounds);
            }
        }
    }

    private void run(BlockWorkload workload, Parallelism parallelism, int warmUp, int rounds) {
        List<RecoveredTransaction> transactions = workload.transactions();
        ParallelHistory none = new ParallelHistory(Parallelism.NONE);
        ParallelHistory history = new ParallelHistory(parallelism);
        List<Double> alone = new ArrayList<>();
        List<Double> aloneWall = new ArrayList<>();
        List<Double> parallel = new ArrayList<>();
        List<Double> ahead = new ArrayList<>();
        List<Double> taken = new ArrayList<>();
        List<Double> trie = new ArrayList<>();
        List<Double> roots = new ArrayList<>();
        for (int i = 0; i < warmUp + rounds; i++) {
            List<List<Double>> kept = i < warmUp
                    ? List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                            new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                            new ArrayList<>())
                    : List.of(alone, parallel, ahead, taken, trie, roots, aloneWall);
            long start = System.nanoTime();
            BatchRun second = execute(transactions, history);
            kept.get(1).add((double) (System.nanoTime() - start) / transactions.size());
            start = cpuNanos();
            long wallStart = System.nanoTime();
            BatchRun first = execute(transactions, none);
            kept.get(6).add((double) (System.nanoTime() - wallStart) / transactions.size());
            kept.get(0).add(since(start, transactions.size()));
            require(first, second);
            costs(transactions, kept.get(2), kept.get(3));
            start = cpuNanos();
            ledger.state().prepare(1, first.steps());
            kept.get(4).add(since(start, transactions.size()));
            start = cpuNanos();
            Roots.transactionsRoot(first.transactions());
            Roots.receiptsRoot(first.receipts());
            first.accessList().encode();
            kept.get(5).add(since(start, transactions.size()));
        }
        CoreSimulation.Costs costs = new CoreSimulation.Costs(median(alone), median(ahead),
                median(taken));
        StringBuilder simulated = new StringBuilder();
        for (int cores : SIMULATED) {
            double nanos = new CoreSimulation(costs, transactions, executions(transactions))
                    .run(cores);
            simulated.append(String.format(" %6.2f", costs.alone() * transactions.size() / nanos));
        }
        System.out.printf("%-22s %9.2f %9.2f %9.2f %7.2f %9.2f %9.2f %9.2f %9.2f  %s%n", workload,
                median(alone) / 1e3, best(aloneWall) / 1e3, best(parallel) / 1e3,
                best(aloneWall) / best(parallel),
                median(ahead) / 1e3, median(taken) / 1e3, median(trie) / 1e3, median(roots) / 1e3,
                simulated);
    }

    private BatchRun newRun() {
        return new BatchRun(executor, context, parent, rules.blockGasLimit(),
                BatchRun.BLOCK_BYTES_MAX);
    }

    private BatchRun execute(List<RecoveredTransaction> transactions, ParallelHistory history) {
        try (BatchRun run = newRun()) {
            run.expect(transactions, history);
            transactions.forEach(run::add);
            return run;
        }
    }

    /** On one thread, a window after the other: all of it ahead, then all of it taken. */
    private void costs(List<RecoveredTransaction> transactions, List<Double> ahead,
            List<Double> taken) {
        try (BatchRun run = newRun()) {
            Speculation[] made = new Speculation[1];
            run.expect(before -> {
                made[0] = new Speculation(executor, context, rules.blockGasLimit(), before,
                        transactions, Dependencies.of(transactions));
                return Optional.of(new AheadRun(made[0], context.beneficiary(), Fork.OSAKA,
                        Parallelism.Eagerness.ADAPTIVE, (right, wrong) -> {}));
            });
            long aheadNanos = 0;
            long takenNanos = 0;
            for (int from = 0; from < transactions.size(); from += 256) {
                long start = cpuNanos();
                while (made[0].helpOnce()) {
                    continue;
                }
                aheadNanos += cpuNanos() - start;
                start = cpuNanos();
                transactions.subList(from, Math.min(transactions.size(), from + 256))
                        .forEach(run::add);
                takenNanos += cpuNanos() - start;
            }
            ahead.add((double) aheadNanos / transactions.size());
            taken.add((double) takenNanos / transactions.size());
        }
    }

    private List<Execution> executions(List<RecoveredTransaction> transactions) {
        StateOverlay state = new StateOverlay(parent);
        List<Execution> executions = new ArrayList<>();
        for (RecoveredTransaction transaction : transactions) {
            JournaledState journal = new JournaledState(state);
            Execution execution = Execution.of(executor.execute(transaction, context, journal,
                    rules.blockGasLimit()), journal);
            state.add(execution.changes());
            executions.add(execution);
        }
        return executions;
    }

    private static void require(BatchRun first, BatchRun second) {
        BlockAccessList list = first.accessList();
        if (!list.equals(second.accessList()) || !first.receipts().equals(second.receipts())
                || first.receipts().stream().anyMatch(receipt -> !receipt.succeeded())) {
            throw new IllegalStateException("the block came out differently, or badly");
        }
    }

    private static double since(long start, int count) {
        return (double) (cpuNanos() - start) / count;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Of times by the clock: what a busy machine disturbs least. */
    private static double best(List<Double> values) {
        return values.stream().min(Double::compare).orElseThrow();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
