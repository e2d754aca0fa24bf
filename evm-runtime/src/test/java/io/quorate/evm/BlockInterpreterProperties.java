package io.quorate.evm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.state.FakeStateView;
import io.quorate.state.JournaledState;
import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The fast loop and the plain one, which a tracer of steps asks for, end every program the same way. */
class BlockInterpreterProperties {
    private static final Address CALLER = Address.ofLow(0x1000);
    private static final Address CONTRACT = Address.ofLow(0x2000);
    private static final Fork[] FORKS = {Fork.FRONTIER, Fork.BYZANTIUM, Fork.ISTANBUL, Fork.LONDON,
            Fork.OSAKA};
    private static final Tracer STEPS = new Tracer() {
        @Override
        public boolean wantsSteps() {
            return true;
        }
    };
    /** Long enough to jump over and short enough to hit. */
    private static final int PIECES = 40;

    private record Ending(ExecutionResult result, UInt256 slot0, UInt256 slot1, long refund) {}

    /** Random code, with all prices from nothing to more than enough: where gas ends is part of the ending. */
    @Test
    void endsAsThePlainLoopDoes() {
        Map<HaltReason, Integer> halts = new EnumMap<>(HaltReason.class);
        int successes = 0;
        for (long seed = 1; seed <= 6_000; seed++) {
            Random random = new Random(seed);
            Bytes code = randomCode(random);
            Fork fork = FORKS[random.nextInt(FORKS.length)];
            Bytes input = Bytes.random(random.nextInt(70), random);
            long gas = random.nextBoolean() ? random.nextInt(2_000) : random.nextInt(200_000);
            for (long budget : new long[]{gas, gas + 1, 100_000}) {
                Ending fast = run(code, fork, input, budget, Tracer.NONE);
                assertThat(fast).as("seed %d, %s, gas %d, code %s", seed, fork, budget, code)
                        .isEqualTo(run(code, fork, input, budget, STEPS));
                if (fast.result() instanceof ExecutionResult.Halt halt) {
                    halts.merge(halt.reason(), 1, Integer::sum);
                } else {
                    successes++;
                }
            }
        }
        assertThat(successes).isGreaterThan(500);
        assertThat(halts.keySet()).contains(HaltReason.OUT_OF_GAS, HaltReason.STACK_UNDERFLOW,
                HaltReason.STACK_OVERFLOW, HaltReason.INVALID_JUMP, HaltReason.INVALID_OPCODE);
    }

    /** Every amount of gas from none to what a loop with calls, memory and storage needs. */
    @Test
    void haltsAtTheSameGasForEveryBudget() {
        Bytes code = new Bytecode().push(3).op(Opcode.JUMPDEST).push(1).op(Opcode.SWAP1, Opcode.SUB)
                .op(Opcode.DUP1).push(0x40).op(Opcode.MSTORE, Opcode.DUP1, Opcode.SLOAD)
                .op(Opcode.POP, Opcode.GAS, Opcode.POP).push(0).push(0).push(0).push(0)
                .push(Address.ofLow(4)).push(700).op(Opcode.STATICCALL, Opcode.POP)
                .op(Opcode.DUP1).push(2).op(Opcode.JUMPI).push(0x60).push(0).op(Opcode.RETURN)
                .bytes();
        for (long gas = 0; gas < 9_000; gas++) {
            assertThat(run(code, Fork.OSAKA, Bytes.EMPTY, gas, Tracer.NONE)).as("gas %d", gas)
                    .isEqualTo(run(code, Fork.OSAKA, Bytes.EMPTY, gas, STEPS));
        }
    }

    private static Bytes randomCode(Random random) {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        int pushes = random.nextInt(8) == 0 ? 1_020 : random.nextInt(12);
        for (int i = 0; i < pushes; i++) {
            push(code, random);
        }
        int pieces = 1 + random.nextInt(PIECES);
        for (int i = 0; i < pieces; i++) {
            piece(code, random);
        }
        return Bytes.wrap(code.toByteArray());
    }

    private static void piece(ByteArrayOutputStream code, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> code.write(random.nextInt(256));
            case 1, 2 -> push(code, random);
            case 3 -> code.write(Opcode.DUP1 + random.nextInt(4));
            case 4 -> code.write(Opcode.SWAP1 + random.nextInt(4));
            case 5 -> code.write(Opcode.JUMPDEST);
            case 6 -> write(code, Opcode.PUSH1, random.nextInt(80), oneOf(random, Opcode.JUMP,
                    Opcode.JUMPI, Opcode.MLOAD, Opcode.MSTORE, Opcode.ADD, Opcode.SHL, Opcode.SHR));
            case 7 -> write(code, Opcode.PUSH2, 0, random.nextInt(80),
                    oneOf(random, Opcode.JUMP, Opcode.JUMPI));
            case 8 -> write(code, oneOf(random, Opcode.ISZERO, Opcode.POP, Opcode.DUP1, 0x81,
                    Opcode.SWAP1, 0x91, 0x92),
                    oneOf(random, Opcode.ISZERO, Opcode.POP, Opcode.JUMP, Opcode.ADD, Opcode.LT,
                            Opcode.SUB, Opcode.MLOAD));
            case 9 -> write(code, oneOf(random, Opcode.ISZERO, Opcode.DUP1), Opcode.PUSH2, 0,
                    random.nextInt(80), Opcode.JUMPI);
            case 10 -> write(code, 0x63, 0, 0, 0, random.nextInt(3),
                    oneOf(random, Opcode.EQ, Opcode.AND));
            default -> code.write(random.nextInt(0x60));
        }
    }

    private static void push(ByteArrayOutputStream code, Random random) {
        int length = random.nextInt(4) == 0 ? 1 + random.nextInt(32) : 1;
        code.write(Opcode.PUSH0 + length);
        for (int i = 0; i < length; i++) {
            code.write(random.nextInt(3) == 0 ? 0 : random.nextInt(100));
        }
    }

    private static void write(ByteArrayOutputStream code, int... bytes) {
        for (int each : bytes) {
            code.write(each);
        }
    }

    private static int oneOf(Random random, int... opcodes) {
        return opcodes[random.nextInt(opcodes.length)];
    }

    private static Ending run(Bytes code, Fork fork, Bytes input, long gas, Tracer tracer) {
        JournaledState state = new JournaledState(new FakeStateView().contract(CONTRACT, code)
                .slot(CONTRACT, UInt256.ONE, UInt256.of(7)));
        state.beginTransaction();
        BlockEnvironment block = new BlockEnvironment(9, 1, Address.ZERO, UInt256.ZERO, gas,
                UInt256.ZERO, UInt256.ONE, UInt256.ONE, BlockHashLookup.NONE);
        ExecutionResult result = new Evm(fork, new CodeCache(1 << 20)).execute(
                new Message.Call(CALLER, CONTRACT, UInt256.ZERO, input, gas),
                new Environment(block, CALLER, UInt256.ZERO, List.of()), state, tracer);
        return new Ending(result, state.storage(CONTRACT, UInt256.ZERO),
                state.storage(CONTRACT, UInt256.ONE), state.refund());
    }
}
