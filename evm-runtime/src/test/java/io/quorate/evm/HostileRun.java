package io.quorate.evm;

import io.quorate.evm.HostilePrograms.Program;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.state.JournaledState;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * Runs {@link HostilePrograms}, or those whose name contains the argument, and prints a line for each. Meant
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
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.printf("%-34s %6d ms, %5d accounts, %s%n", name, millis,
                state.changes().accounts().size(), show(result));
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
