package io.quorate.evm;

import static io.quorate.evm.Opcode.*;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.state.FakeStateView;
import io.quorate.state.JournaledState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * Programs that want more of the machine than they pay for, each with all the gas that a transaction may have. To be run in a
 * small virtual machine of its own; prints a line for each.
 */
final class HostilePrograms {
    private static final long GAS = 1 << 24; // the most that a transaction may have (EIP-7825)
    private static final int GAS_OPCODE = Opcode.GAS;
    private static final int MEGABYTE = 1 << 20;
    private static final Address CALLER = Address.ofLow(0xca11);
    private static final Address CONTRACT = Address.ofLow(0xc0de);
    private static final Address RETURNER = Address.ofLow(0x4e7);
    private static final Address STOPPER = Address.ofLow(0x5709);

    private HostilePrograms() {}

    public static void main(String[] arguments) {
        programs().forEach(HostilePrograms::run);
    }

    private static void run(String name, Bytes code) {
        FakeStateView view = new FakeStateView();
        view.contract(CONTRACT, code);
        view.contract(RETURNER, new Bytecode().push(MEGABYTE).push(0).op(RETURN).bytes());
        view.contract(STOPPER, new Bytecode().op(STOP).bytes());
        JournaledState state = new JournaledState(view);
        state.beginTransaction();
        BlockEnvironment block = new BlockEnvironment(1, 1, Address.ZERO, UInt256.ZERO, GAS,
                UInt256.ZERO, UInt256.ONE, UInt256.ONE, BlockHashLookup.NONE);
        long start = System.nanoTime();
        ExecutionResult result = new Evm(Fork.OSAKA, new CodeCache(1 << 20)).execute(
                new Message.Call(CALLER, CONTRACT, UInt256.ZERO, Bytes.EMPTY, GAS),
                new Environment(block, CALLER, UInt256.ZERO, List.of()), state, Tracer.NONE);
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long kept = runtime.totalMemory() - runtime.freeMemory();
        System.out.printf("%-28s %-8s gas left %9d, %6d ms, %6d KiB held with its journal%n", name,
                result.getClass().getSimpleName(), result.gasLeft(), millis, kept >> 10);
        if (state.mark() < 0) {
            throw new IllegalStateException("the journal is kept until here");
        }
    }

    static Map<String, Bytes> programs() {
        Map<String, Bytes> programs = new LinkedHashMap<>();
        programs.put("SSTORE storm", counting(new Bytecode().op(DUP1, DUP1, SSTORE)));
        programs.put("SLOAD storm", counting(new Bytecode().op(DUP1, SLOAD, POP)));
        programs.put("TSTORE storm", counting(new Bytecode().op(DUP1, DUP1, TSTORE)));
        programs.put("BALANCE storm", counting(new Bytecode().op(DUP1, BALANCE, POP)));
        programs.put("EXP storm", counting(new Bytecode().push(0).op(NOT, DUP1, EXP, POP)));
        programs.put("LOG bomb", counting(new Bytecode().push(1 << 16).push(0).op(LOG0)));
        programs.put("memory bomb", counting(new Bytecode().op(DUP1).push(13).op(SHL, DUP1,
                MSTORE)));
        programs.put("MCOPY storm", counting(new Bytecode().push(MEGABYTE).push(1).push(0)
                .op(MCOPY)));
        programs.put("return data storm", counting(call(new Bytecode(), RETURNER, STATICCALL, 0)
                .op(POP, RETURNDATASIZE).push(0).push(0).op(RETURNDATACOPY)));
        for (int kind : new int[]{CALL, DELEGATECALL, STATICCALL}) {
            programs.put("recursion by " + nameOf(kind), recursion(kind));
        }
        programs.put("recursion by CREATE", recursiveCreation(CREATE));
        programs.put("recursion by CREATE2", recursiveCreation(CREATE2));
        programs.put("initcode of full size", counting(new Bytecode().push(49_152).push(0).push(0)
                .op(CREATE, POP)));
        programs.put("modexp of full size", modexp());
        for (long to : new long[]{1, 2, 4, 5, 6, 8, 9, 0x100, 0x5709, 0xeeee}) {
            programs.put("2 MB of input to 0x" + Long.toHexString(to), counting(call(
                    new Bytecode(), Address.ofLow(to), STATICCALL, 2 * MEGABYTE).op(POP)));
        }
        return programs;
    }

    /** {@code body} for ever, with a counter on the stack. */
    private static Bytes counting(Bytecode body) {
        return Bytes.concatenate(new Bytecode().push(0).op(JUMPDEST).bytes(), body.bytes(),
                new Bytecode().push(1).op(ADD).push(2).op(JUMP).bytes());
    }

    private static Bytecode call(Bytecode code, Address to, int kind, int inputSize) {
        return code.push(0).push(0).push(inputSize).push(0).push(to).op(GAS_OPCODE, kind);
    }

    /** Fills most of its stack and 8 KB of memory, calls itself, and so on, as deep as the gas leads. */
    private static Bytes recursion(int kind) {
        Bytecode code = new Bytecode();
        for (int i = 0; i < 1_000; i++) {
            code.op(PUSH0);
        }
        code.push(1).push(8_000).op(MSTORE).push(0).push(0).push(0).push(0);
        if (kind == CALL) {
            code.push(0);
        }
        return code.op(ADDRESS, GAS_OPCODE, kind, STOP).bytes();
    }

    private static Bytes recursiveCreation(int kind) {
        Bytecode code = new Bytecode().op(CODESIZE, PUSH0, PUSH0, CODECOPY);
        if (kind == CREATE2) {
            code.op(PUSH0);
        }
        return code.op(CODESIZE, PUSH0, PUSH0, kind, STOP).bytes();
    }

    private static Bytes modexp() {
        Bytecode code = new Bytecode().push(1024).push(0).op(MSTORE).push(1024).push(32)
                .op(MSTORE).push(1024).push(64).op(MSTORE);
        for (int at = 96; at < 96 + 3 * 1024; at += 32) {
            code.push(0).op(NOT).push(at).op(MSTORE);
        }
        return call(code, Address.ofLow(5), STATICCALL, 96 + 3 * 1024).op(STOP).bytes();
    }
}
