package io.quorate.execution;

import io.quorate.evm.bench.Contracts;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TestChain;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * What rules of accounts and contracts cost a block, from its transactions to its roots: the same block on a chain that
 * enforces none, on one that enforces all and knows them from the block before, and on one whose rules have just changed, in turn, in
 * one run. Microseconds a transaction of processor time, the median; and how much more that is.
 */
public final class PermissionsBench {
    private static final ChainRules RULES = new ChainRules(TestChain.CHAIN_ID,
            ForkSchedule.allFrom(Fork.OSAKA), FeeMode.FEE_BLIND, false,
            ChainRules.DEFAULT_BLOCK_GAS_LIMIT, Address.ofLow(0xbe));
    private static final int SENDER = 4;
    private static final int ALL = 7;

    private PermissionsBench() {}

    /** A chain, and an executor that goes on from block to block. */
    private record Side(Ledger ledger, BlockExecutor executor) {
        static Side of(SortedMap<Address, GenesisBlock.Allocation> rules) {
            Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), BlockWorkload
                    .genesis(Contracts.code("Token"), Contracts.code("KeccakLoop"), rules));
            return new Side(ledger, new BlockExecutor(RULES, ledger.state()));
        }

        ExecutedBatch run(List<RecoveredTransaction> transactions) {
            return executor.execute(ledger.head(), new DecidedBatch(0, 1, 0, 1, Hash.ZERO,
                    transactions, DecidedBatch.EmptyBlock.OMITTED), ledger::blockHash);
        }
    }

    /** Arguments: rounds of warming up, rounds that count, and names of workloads, else all. */
    public static void main(String[] arguments) {
        int warmUp = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        List<BlockWorkload> workloads = arguments.length == 2
                ? List.of(BlockWorkload.values())
                : Arrays.stream(arguments).skip(2).map(BlockWorkload::valueOf).toList();
        System.out.printf("%-22s %9s %9s %7s %9s %7s%n", "", "without", "known", "more",
                "changed", "more");
        Side without = Side.of(rules(0));
        Side with = Side.of(rules(ALL));
        for (BlockWorkload workload : workloads) {
            run(workload, without, with, warmUp, rounds);
        }
    }

    private static SortedMap<Address, GenesisBlock.Allocation> rules(int enforced) {
        RuleSlots slots = new RuleSlots().enforce(enforced).organisation(1, 1);
        for (int i = 0; i < BlockWorkload.ACCOUNTS; i++) {
            slots.account(BlockWorkload.account(i), 1, SENDER, 0);
        }
        return slots.allocations();
    }

    private static void run(BlockWorkload workload, Side without, Side with, int warmUp,
            int rounds) {
        List<RecoveredTransaction> transactions = workload.transactions();
        List<Double> none = new ArrayList<>();
        List<Double> known = new ArrayList<>();
        List<Double> changed = new ArrayList<>();
        for (int i = 0; i < warmUp + rounds; i++) {
            boolean counts = i >= warmUp;
            double a = time(without, transactions);
            double b = time(with, transactions);
            double c = time(new Side(with.ledger, new BlockExecutor(RULES,
                    with.ledger.state())), transactions);
            if (counts) {
                none.add(a);
                known.add(b);
                changed.add(c);
            }
        }
        System.out.printf("%-22s %9.3f %9.3f %6.2f%% %9.3f %6.2f%%%n", workload, median(none),
                median(known), more(none, known), median(changed), more(none, changed));
    }

    private static double time(Side side, List<RecoveredTransaction> transactions) {
        long start = cpuNanos();
        ExecutedBatch made = side.run(transactions);
        double micros = (cpuNanos() - start) / 1e3 / transactions.size();
        if (made.block().orElseThrow().receipts().size() != transactions.size()) {
            throw new IllegalStateException(made.skipped().getFirst().message());
        }
        return micros;
    }

    /** The median of what each round says, in percent: what disturbs a round disturbs its neighbours too. */
    private static double more(List<Double> base, List<Double> other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < base.size(); i++) {
            ratios.add(100 * (other.get(i) / base.get(i) - 1));
        }
        return median(ratios);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
