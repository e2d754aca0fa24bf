package io.quorate.evm;

import static io.quorate.evm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Step;
import io.quorate.evm.trace.Tracer;
import io.quorate.state.FakeStateView;
import io.quorate.state.JournaledState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvmTest {
    private static final Address CALLER = Address.ofLow(0x1000);
    private static final Address CONTRACT = Address.ofLow(0x2000);
    private static final Address OTHER = Address.ofLow(0x3000);
    private static final long GAS = 30_000_000;

    private final FakeStateView view = new FakeStateView();

    @Test
    void returnsWhatTheCodeReturns() {
        Bytes code = new Bytecode().push(40).push(2).op(ADD).push(0).op(MSTORE).push(32).push(0)
                .op(RETURN).bytes();

        ExecutionResult result = run(code, GAS);

        assertThat(result).isEqualTo(new ExecutionResult.Success(GAS - 24,
                UInt256.of(42).toBytes()));
    }

    /** What is passed on lies within the caller's memory, which goes on after it. */
    @Test
    void showsACalledContractItsPartOfTheCallersMemoryAlone() {
        Bytecode callee = new Bytecode();
        for (int at : new int[]{0, 8, 40}) { // a whole word, one that the end cuts off, and past the end
            callee.push(at).op(CALLDATALOAD).push(at * 4).op(MSTORE);
        }
        callee.op(CALLDATASIZE).push(64).op(MSTORE);
        callee.push(36).push(0).push(96).op(CALLDATACOPY).push(192).push(0).op(RETURN);
        view.contract(OTHER, callee.bytes());
        Bytecode caller = new Bytecode();
        for (int i = 0; i < 6; i++) {
            caller.push(0x1111 * (i + 1)).push(32 * i).op(MSTORE);
        }
        // 36 bytes from 48 on: the second half of word 1 and the first 20 bytes of word 2.
        caller.push(192).push(0).push(36).push(48).push(0).push(0x3000).op(Opcode.GAS, CALL, POP)
                .push(192).push(0).op(RETURN);

        Bytes output = run(caller.bytes(), GAS).output();

        Bytes passed = Bytes.concatenate(UInt256.of(0x2222).toBytes().slice(16),
                UInt256.of(0x3333).toBytes().slice(0, 20));
        assertThat(output.slice(0, 32)).isEqualTo(passed.slice(0, 32));
        assertThat(output.slice(32, 32)).isEqualTo(Bytes.concatenate(passed.slice(8),
                Bytes.repeat((byte) 0, 4)));
        assertThat(output.slice(160, 32)).isEqualTo(UInt256.ZERO.toBytes());
        assertThat(output.slice(64, 32)).isEqualTo(UInt256.of(36).toBytes());
        assertThat(output.slice(96, 36)).isEqualTo(passed);
    }

    @Test
    void undoesEverythingOnRevert() {
        view.contract(CONTRACT,
                new Bytecode().push(7).sstore(1).push(0).push(0).op(REVERT).bytes());
        JournaledState state = state();

        ExecutionResult result = execute(state, GAS, Fork.OSAKA, Tracer.NONE);

        assertThat(result).isInstanceOf(ExecutionResult.Revert.class);
        assertThat(state.storage(CONTRACT, UInt256.ONE)).isEqualTo(UInt256.ZERO);
    }

    /** The contract counts its calls in slot 0 and calls itself for ever; the thread has little stack. */
    @Test
    void nests1024CallsOnASmallJavaStack() throws InterruptedException {
        view.contract(CONTRACT, new Bytecode().push(0).op(SLOAD).push(1).op(ADD).sstore(0).push(0)
                .push(0).push(0).push(0).push(0).op(ADDRESS, Opcode.GAS, CALL).op(STOP).bytes());
        JournaledState state = state();
        AtomicReference<ExecutionResult> result = new AtomicReference<>();
        Thread small = new Thread(null,
                () -> result.set(execute(state, 1L << 50, Fork.OSAKA, Tracer.NONE)), "small stack",
                128 << 10);

        small.start();
        small.join();

        assertThat(result.get()).isInstanceOf(ExecutionResult.Success.class);
        assertThat(state.storage(CONTRACT, UInt256.ZERO)).isEqualTo(UInt256.of(1025));
    }

    @Test
    void fillsTheStackTo1024WordsAndNoFurther() {
        Bytecode full = new Bytecode();
        for (int i = 0; i < 1024; i++) {
            full.op(PUSH0);
        }

        assertThat(run(full.bytes(), GAS)).isInstanceOf(ExecutionResult.Success.class);
        assertThat(run(full.op(PUSH0).bytes(), GAS))
                .isEqualTo(new ExecutionResult.Halt(HaltReason.STACK_OVERFLOW));
        assertThat(run(new Bytecode().op(ADD).bytes(), GAS))
                .isEqualTo(new ExecutionResult.Halt(HaltReason.STACK_UNDERFLOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7fffffff", "80000000", "ffffffff", "7fffffffffffffff",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
    void haltsOnMemoryBombsWithoutAllocating(String offsetHex) {
        BigInteger offset = new BigInteger(offsetHex, 16);
        ExecutionResult outOfGas = new ExecutionResult.Halt(HaltReason.OUT_OF_GAS);

        for (long gas : new long[]{GAS, Long.MAX_VALUE / 4}) {
            assertThat(run(new Bytecode().push(1).push(offset).op(MSTORE).bytes(), gas))
                    .isEqualTo(outOfGas);
            assertThat(run(new Bytecode().push(offset).push(0).op(RETURN).bytes(), gas))
                    .isEqualTo(outOfGas);
            assertThat(run(new Bytecode().push(offset).push(offset).op(KECCAK256).bytes(), gas))
                    .isEqualTo(outOfGas);
            assertThat(run(new Bytecode().push(offset).push(0).push(0).op(CALLDATACOPY).bytes(),
                    gas)).isEqualTo(outOfGas);
            assertThat(run(new Bytecode().push(1).push(0).push(offset).op(MCOPY).bytes(), gas))
                    .isEqualTo(outOfGas);
        }
    }

    @Test
    void protectsStateInStaticCalls() {
        view.contract(OTHER, new Bytecode().push(1).sstore(0).bytes());
        Bytes code = new Bytecode().push(0).push(0).push(0).push(0).push(OTHER)
                .op(Opcode.GAS, STATICCALL).sstore(5).bytes();
        view.contract(CONTRACT, code);
        JournaledState state = state();

        assertThat(execute(state, GAS, Fork.OSAKA, Tracer.NONE))
                .isInstanceOf(ExecutionResult.Success.class);
        assertThat(state.storage(CONTRACT, UInt256.of(5))).isEqualTo(UInt256.ZERO);
        assertThat(state.storage(OTHER, UInt256.ZERO)).isEqualTo(UInt256.ZERO);
    }

    @Test
    void refusesInstructionsOfLaterForks() {
        view.contract(CONTRACT, new Bytecode().op(PUSH0).bytes());

        assertThat(execute(state(), GAS, Fork.PARIS, Tracer.NONE))
                .isEqualTo(new ExecutionResult.Halt(HaltReason.INVALID_OPCODE));
        assertThat(execute(state(), GAS, Fork.SHANGHAI, Tracer.NONE))
                .isInstanceOf(ExecutionResult.Success.class);
    }

    @Test
    void followsOneDelegation() {
        view.contract(CONTRACT, Delegation.to(OTHER));
        view.contract(OTHER, new Bytecode().op(ADDRESS).sstore(0).bytes());
        JournaledState state = state();

        execute(state, GAS, Fork.OSAKA, Tracer.NONE);

        assertThat(state.storage(CONTRACT, UInt256.ZERO)).isEqualTo(UInt256.of(0x2000));
    }

    @Test
    void jumpsOnlyToDestinationsOutsideOfPushData() {
        Bytes intoPush = new Bytecode().push(4).op(JUMP, PUSH1, JUMPDEST).bytes();
        Bytes valid = new Bytecode().push(4).op(JUMP, INVALID, JUMPDEST).bytes();

        assertThat(run(intoPush, GAS)).isEqualTo(new ExecutionResult.Halt(HaltReason.INVALID_JUMP));
        assertThat(run(valid, GAS)).isInstanceOf(ExecutionResult.Success.class);
    }

    @Test
    void showsEveryStepToATracerWithTheSameResult() {
        Bytes code = new Bytecode().push(1).push(2).op(ADD).sstore(0).bytes();
        view.contract(CONTRACT, code);
        List<String> steps = new ArrayList<>();
        Tracer tracer = new Tracer() {
            @Override
            public boolean wantsSteps() {
                return true;
            }

            @Override
            public void onStep(Step step) {
                steps.add(step.programCounter() + " " + nameOf(step.opcode()) + " "
                        + step.stackSize());
            }
        };

        ExecutionResult traced = execute(state(), GAS, Fork.OSAKA, tracer);

        assertThat(traced).isEqualTo(execute(state(), GAS, Fork.OSAKA, Tracer.NONE));
        assertThat(steps).containsExactly("0 PUSH1 0", "2 PUSH1 1", "4 ADD 2", "5 PUSH1 1",
                "7 SSTORE 2", "8 STOP 0");
    }

    private ExecutionResult run(Bytes code, long gas) {
        view.contract(CONTRACT, code);
        return execute(state(), gas, Fork.OSAKA, Tracer.NONE);
    }

    private JournaledState state() {
        JournaledState state = new JournaledState(view);
        state.beginTransaction();
        return state;
    }

    private static ExecutionResult execute(JournaledState state, long gas, Fork fork,
            Tracer tracer) {
        BlockEnvironment block = new BlockEnvironment(1, 1, Address.ZERO, UInt256.ZERO, GAS,
                UInt256.ZERO, UInt256.ONE, UInt256.ONE, BlockHashLookup.NONE);
        Environment environment = new Environment(block, CALLER, UInt256.ZERO, List.of());
        return new Evm(fork, new CodeCache(1 << 20)).execute(
                new Message.Call(CALLER, CONTRACT, UInt256.ZERO, Bytes.EMPTY, gas), environment,
                state, tracer);
    }
}
