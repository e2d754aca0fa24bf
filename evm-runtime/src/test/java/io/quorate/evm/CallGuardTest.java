package io.quorate.evm;

import static io.quorate.evm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.state.FakeStateView;
import io.quorate.state.JournaledState;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A guard is asked in loops, calls and creations, ends what takes too much, and changes nothing else. */
class CallGuardTest {
    private static final Address CALLER = Address.ofLow(0x1000);
    private static final Address CONTRACT = Address.ofLow(0x2000);
    private static final Bytes LOOP = Bytes.fromHexString("0x5b600056");
    /** Takes 128 KiB and calls itself. */
    private static final Bytes NESTED = Bytes.fromHexString(
            "0x60006202000053600060006000600060003" + "05af100");
    private static final long GAS = 50_000_000;

    private final FakeStateView view = new FakeStateView();
    private int checks;

    private CallGuard guard(int checksMax, long memoryBytesMax) {
        return new CallGuard() {
            @Override
            public void check() {
                if (++checks > checksMax) throw new ExecutionLimitException("enough");
            }

            @Override
            public long memoryBytesMax() {
                return memoryBytesMax;
            }
        };
    }

    private ExecutionResult run(Message message, CallGuard guard) {
        JournaledState state = new JournaledState(view);
        state.beginTransaction();
        BlockEnvironment block = new BlockEnvironment(1, 1, Address.ZERO, UInt256.ZERO, GAS,
                UInt256.ZERO, UInt256.ONE, UInt256.ONE, BlockHashLookup.NONE);
        return new Evm(Fork.OSAKA, new CodeCache(1 << 20)).execute(message,
                new Environment(block, CALLER, UInt256.ZERO, List.of()), state, Tracer.NONE, guard);
    }

    private ExecutionResult call(Bytes code, CallGuard guard) {
        view.contract(CONTRACT, code);
        return run(new Message.Call(CALLER, CONTRACT, UInt256.ZERO, Bytes.EMPTY, GAS), guard);
    }

    @Test
    void endsALoopWithoutCalls() {
        assertThatThrownBy(() -> call(LOOP, guard(10, Long.MAX_VALUE)))
                .isInstanceOf(ExecutionLimitException.class).hasMessage("enough");
    }

    @Test
    void endsALoopInACreation() {
        assertThatThrownBy(() -> run(new Message.Create(CALLER, CONTRACT, UInt256.ZERO, LOOP, GAS),
                guard(10, Long.MAX_VALUE))).isInstanceOf(ExecutionLimitException.class);
    }

    @Test
    void endsCallsThatTakeMuchMemoryTogether() {
        assertThatThrownBy(() -> call(NESTED, guard(Integer.MAX_VALUE, 4 << 20)))
                .isInstanceOf(ExecutionLimitException.class).hasMessageContaining("4194304 bytes");
    }

    /** The same result with a guard that lets everything pass, however often it is asked. */
    @Test
    void changesNoResult() {
        for (Bytes code : List.of(LOOP, NESTED, new Bytecode().op(Opcode.GAS).push(0).op(MSTORE)
                .push(32).push(0).op(RETURN).bytes())) {
            assertThat(call(code, guard(Integer.MAX_VALUE, Long.MAX_VALUE)))
                    .isEqualTo(call(code, CallGuard.NONE));
        }
        assertThat(checks).isGreaterThan(400); // 50 M gas of the loop alone
    }
}
