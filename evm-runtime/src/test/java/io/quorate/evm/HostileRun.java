package io.quorate.evm;

import io.quorate.evm.HostilePrograms.Program;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.BlockContext;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.TransactionExecutor;
import io.quorate.execution.TransactionOutcome;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.state.JournaledState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * Runs {@link HostilePrograms} and bombs of access lists, or those whose name contains the argument, and prints a line for each. Meant
 * for a small virtual machine of its own.
 */
final class HostileRun {
    private static final Address CALLER = Address.ofLow(0xca11);
    private static final Address CONTRACT = Address.ofLow(0xc0de);
    private static final long CODE_CACHE_BYTES = 1 << 24;

    private final Evm evm = new Evm(Fork.OSAKA, new CodeCache(CODE_CACHE_BYTES));

    private HostileRun() {}

    public static void main(String[] arguments) {
        String part = arguments.length == 0 ? "" : arguments[0];
        HostileRun run = new HostileRun();
        Map<String, Program> programs = HostilePrograms.programs();
        programs.forEach((name, program) -> {
            if (name.contains(part)) {
                run.run(name, program);
            }
        });
        if (part.isEmpty()) {
            runAccessList("access list of addresses", 24_000, 0);
            runAccessList("access list of slots", 1, 31_000);
        }
    }

    /** A transaction before Osaka, which buys warmth for all the gas of a block (EIP-2930). */
    private static void runAccessList(String name, int addresses, int slots) {
        List<Hash> keys = IntStream.range(0, slots).mapToObj(i -> UInt256.of(i).toHash()).toList();
        List<AccessListEntry> entries = IntStream.range(0, addresses)
                .mapToObj(i -> new AccessListEntry(Address.ofLow(0xacce55 + i), keys)).toList();
        Transaction transaction = new Transaction.AccessList(Optional.of(UInt256.ONE), 0,
                UInt256.ONE, HostilePrograms.BLOCK_GAS, Optional.of(CONTRACT), UInt256.ZERO,
                Bytes.EMPTY, entries, new Signature(UInt256.ONE, UInt256.ONE, 0));
        JournaledState state = new JournaledState(HostilePrograms
                .stateWith(CONTRACT, Bytes.of(Opcode.STOP)).account(CALLER, 0, UInt256.MAX));
        BlockContext block = new BlockContext(1, 1, Address.ZERO, UInt256.ZERO, Hash.ZERO,
                HostilePrograms.BLOCK_GAS, UInt256.ZERO, UInt256.ZERO, BlockHashLookup.NONE);
        long start = System.nanoTime();
        TransactionOutcome outcome = new TransactionExecutor(
                ExecutionRules.ethereum(Fork.PRAGUE, UInt256.ONE)).execute(
                        new RecoveredTransaction(transaction, CALLER, Hash.ZERO, Bytes.EMPTY),
                        block, state, HostilePrograms.BLOCK_GAS);
        print(name, start, state, outcome instanceof TransactionOutcome.Executed executed
                ? "used " + executed.gasUsed() + " gas"
                : outcome.toString());
    }

    private static void print(String name, long startNanos, JournaledState state, String result) {
        System.out.printf("%-36s %6d ms, %5d accounts, %s%n", name,
                (System.nanoTime() - startNanos) / 1_000_000, state.changes().accounts().size(),
                result);
    }

    private void run(String name, Program program) {
        JournaledState state = new JournaledState(
                HostilePrograms.stateWith(CONTRACT, program.code()));
        state.beginTransaction();
        BlockEnvironment block = new BlockEnvironment(1, 1, Address.ZERO, UInt256.ZERO,
                HostilePrograms.BLOCK_GAS, UInt256.ZERO, UInt256.ONE, UInt256.ONE,
                BlockHashLookup.NONE);
        long start = System.nanoTime();
        ExecutionResult result = evm.execute(new Message.Call(CALLER, CONTRACT, UInt256.ZERO,
                Bytes.EMPTY, program.gas()),
                new Environment(block, CALLER, UInt256.ZERO, List.of()), state, Tracer.NONE);
        print(name, start, state, show(result));
    }

    private static String show(ExecutionResult result) {
        return switch (result) {
            case ExecutionResult.Success success ->
                    "returned " + success.output().toShortHexString();
            case ExecutionResult.Revert revert -> "reverted with " + revert.gasLeft() + " gas left";
            case ExecutionResult.Halt halt -> "halted: " + halt.reason();
        };
    }
}
