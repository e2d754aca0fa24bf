package io.quorate.evm.trace;

import static io.quorate.evm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.Bytecode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.TraceResult.VmOperation;
import io.quorate.evm.trace.TraceResult.VmTrace;
import io.quorate.execution.BlockContext;
import io.quorate.execution.CallRequest;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.TransactionExecutor;
import io.quorate.state.FakeStateView;
import io.quorate.state.JournaledState;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Parity's trace of the machine. */
class VmTracerTest {
    private static final Address SENDER = Address.ofLow(0x1000);
    private static final Address CONTRACT = Address.ofLow(0x2000);
    private static final Address OTHER = Address.ofLow(0x3000);
    private static final Address IDENTITY = Address.ofLow(4);

    private final FakeStateView view = new FakeStateView().account(SENDER, 7,
            UInt256.of(1_000_000));

    private TraceResult run(Bytecode code, long budget) {
        view.contract(CONTRACT, code.bytes());
        VmTracer tracer = new VmTracer(new TraceBudget(budget));
        new TransactionExecutor(ExecutionRules.ethereum(Fork.OSAKA, UInt256.ONE)).call(
                new CallRequest(SENDER, Optional.of(CONTRACT), 1_000_000, UInt256.ZERO,
                        UInt256.ZERO, Bytes.EMPTY, List.of(), List.of(), List.of()),
                new BlockContext(1, 1, Address.ZERO, UInt256.ZERO, Hash.ZERO, 60_000_000,
                        UInt256.ZERO, UInt256.ONE, BlockHashLookup.NONE),
                new JournaledState(view), tracer);
        return tracer.result();
    }

    private VmTrace trace(Bytecode code) {
        return (VmTrace) run(code, 1 << 20);
    }

    private static VmOperation only(VmTrace trace, int opcode) {
        List<VmOperation> found = trace.operations().stream()
                .filter(operation -> operation.opcode() == opcode).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void tellsWhatEachInstructionDid() {
        Bytecode code = new Bytecode().push(7).push(5).op(SWAP1, DUP1 + 1, POP, MSTORE).push(9)
                .sstore(3).op(STOP);
        VmTrace trace = trace(code);
        assertThat(trace.code()).isEqualTo(code.bytes());
        assertThat(trace.operations().getFirst().effect().orElseThrow().pushed())
                .containsExactly(UInt256.of(7));
        assertThat(only(trace, SWAP1).effect().orElseThrow().pushed())
                .containsExactly(UInt256.of(5), UInt256.of(7));
        assertThat(only(trace, DUP1 + 1).effect().orElseThrow().pushed())
                .containsExactly(UInt256.of(5), UInt256.of(7), UInt256.of(5));
        assertThat(only(trace, POP).effect().orElseThrow().pushed()).isEmpty();
        var memory = only(trace, MSTORE).effect().orElseThrow().memory().orElseThrow();
        assertThat(memory.offset()).isEqualTo(7);
        assertThat(memory.data().toUnsignedBigInteger()).isEqualTo(5);
        var stored = only(trace, SSTORE).effect().orElseThrow().stored().orElseThrow();
        assertThat(stored.key()).isEqualTo(UInt256.of(3));
        assertThat(stored.value()).isEqualTo(UInt256.of(9));
    }

    /** Gas adds up from one instruction to the next. */
    @Test
    void gasFollowsFromCosts() {
        VmTrace trace = trace(new Bytecode().push(7).push(5).op(ADD).push(1).op(SWAP1, POP)
                .sstore(3).op(STOP));
        long left = trace.operations().getFirst().effect().orElseThrow().gasLeft();
        for (VmOperation operation : trace.operations().subList(1, trace.operations().size())) {
            left -= operation.cost();
            assertThat(operation.effect().orElseThrow().gasLeft()).isEqualTo(left);
        }
    }

    @Test
    void callsAreWithinTheirInstruction() {
        view.contract(OTHER, new Bytecode().push(1).push(2).op(ADD, STOP).bytes());
        VmTrace trace = trace(new Bytecode().push(32).push(0).push(0).push(0).push(OTHER)
                .push(50_000).op(STATICCALL, POP).push(0).push(0).push(0).push(0)
                .push(IDENTITY).push(50_000).op(DELEGATECALL, STOP));
        VmOperation call = only(trace, STATICCALL);
        assertThat(call.sub().orElseThrow().operations())
                .extracting(VmOperation::opcode).endsWith(ADD, STOP);
        assertThat(call.effect().orElseThrow().pushed()).containsExactly(UInt256.ONE);
        assertThat(call.effect().orElseThrow().memory().orElseThrow().data().size())
                .isEqualTo(32);
        assertThat(only(trace, DELEGATECALL).sub()).as("of a precompile").isEmpty();
    }

    @Test
    void whatFailedDidNothing() {
        VmTrace trace = trace(new Bytecode().push(1).op(ADD));
        assertThat(only(trace, ADD).effect()).isEmpty();
        assertThat(trace.operations().getFirst().effect()).isPresent();
    }

    @Test
    void isGivenUpBeyondItsBound() {
        assertThat(run(new Bytecode().push(1).push(1).push(1).op(STOP), 400))
                .isInstanceOf(TraceResult.TooLarge.class);
    }
}
