package io.quorate.evm.trace;

import static io.quorate.evm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.Bytecode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.WriteTracer.Frame;
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

class WriteTracerTest {
    private static final Address SENDER = Address.ofLow(0x1000);
    private static final Address CONTRACT = Address.ofLow(0x2000);
    private static final Address LIBRARY = Address.ofLow(0x3000);
    private static final Frame OUTER = new Frame(CallKind.CALL, CONTRACT);

    private final FakeStateView view = new FakeStateView().account(SENDER, 7,
            UInt256.of(1_000_000));

    @Test
    void findsAWriteOfTheContractItself() {
        assertThat(path(new Bytecode().push(5).sstore(1).op(STOP),
                WriteTracer.ofSlot(CONTRACT, UInt256.ONE))).containsExactly(OUTER);
        assertThat(path(new Bytecode().push(5).sstore(2).op(STOP),
                WriteTracer.ofSlot(CONTRACT, UInt256.ONE))).isEmpty();
    }

    /** The library's code writes the caller's slot. */
    @Test
    void namesTheCodeThatWrote() {
        view.contract(LIBRARY, new Bytecode().push(5).sstore(1).op(STOP).bytes());

        assertThat(path(delegate(LIBRARY).op(STOP), WriteTracer.ofSlot(CONTRACT, UInt256.ONE)))
                .containsExactly(OUTER, new Frame(CallKind.DELEGATECALL, LIBRARY));
    }

    @Test
    void forgetsWritesThatAreReverted() {
        view.contract(LIBRARY,
                new Bytecode().push(5).sstore(1).push(0).push(0).op(REVERT).bytes());

        assertThat(path(new Bytecode().push(9).sstore(1).op(STOP),
                WriteTracer.ofSlot(CONTRACT, UInt256.ONE))).containsExactly(OUTER);
        assertThat(path(delegate(LIBRARY).op(STOP), WriteTracer.ofSlot(CONTRACT, UInt256.ONE)))
                .isEmpty();
    }

    @Test
    void findsTheCallThatMovedValue() {
        Bytecode code = new Bytecode().push(0).push(0).push(0).push(0).push(3).push(LIBRARY)
                .push(100_000).op(CALL, STOP);

        assertThat(path(code, WriteTracer.ofAccount(LIBRARY))).containsExactly(OUTER,
                new Frame(CallKind.CALL, LIBRARY));
        assertThat(path(code, WriteTracer.ofAccount(Address.ofLow(0x9999)))).isEmpty();
    }

    private static Bytecode delegate(Address to) {
        return new Bytecode().push(0).push(0).push(0).push(0).push(to).push(100_000)
                .op(DELEGATECALL);
    }

    private List<Frame> path(Bytecode code, WriteTracer tracer) {
        view.contract(CONTRACT, code.bytes());
        new TransactionExecutor(ExecutionRules.ethereum(Fork.OSAKA, UInt256.ONE)).call(
                new CallRequest(SENDER, Optional.of(CONTRACT), 1_000_000, UInt256.ZERO,
                        UInt256.of(3), Bytes.EMPTY, List.of(), List.of(), List.of()),
                new BlockContext(1, 1, Address.ZERO, UInt256.ZERO, Hash.ZERO, 60_000_000,
                        UInt256.ZERO, UInt256.ONE, BlockHashLookup.NONE),
                new JournaledState(view), tracer);
        return tracer.path();
    }
}
