package io.quorate.evm.trace;

import static io.quorate.evm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.Bytecode;
import io.quorate.evm.Opcode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.TraceResult.CallFrame;
import io.quorate.evm.trace.TraceResult.FlatTrace;
import io.quorate.evm.trace.TraceResult.FlatTraces;
import io.quorate.evm.trace.TraceResult.StateDiff;
import io.quorate.evm.trace.TraceResult.StructLogs;
import io.quorate.execution.BlockContext;
import io.quorate.execution.CallRequest;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.TransactionExecutor;
import io.quorate.state.FakeStateView;
import io.quorate.state.JournaledState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Each tracer over small programs whose traces are worked out by hand from geth's rules. */
class TracersTest {
    private static final Address SENDER = Address.ofLow(0x1000);
    private static final Address CONTRACT = Address.ofLow(0x2000);
    private static final Address CALLEE = Address.ofLow(0x3000);
    private static final Address BENEFICIARY = Address.ofLow(0xbe4ef);
    private static final Address IDENTITY = Address.ofLow(4);
    private static final long GAS = 1_000_000;
    private static final long INTRINSIC = 21_000;
    private static final BlockContext BLOCK = new BlockContext(1, 1, BENEFICIARY, UInt256.ZERO,
            Hash.ZERO, 60_000_000, UInt256.ZERO, UInt256.ONE, BlockHashLookup.NONE);

    private final FakeStateView view = new FakeStateView().account(SENDER, 7,
            UInt256.of(1_000_000));

    @Test
    void logsPricesOfCallsBeforeTheCalleeRuns() {
        view.contract(CALLEE, new Bytecode().op(STOP).bytes());

        List<StructLog> steps = structLogs(call(CALLEE, 0, 5000).op(POP, STOP)).steps();

        assertThat(steps).extracting(StructLog::depth).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 2,
                1, 1);
        StructLog call = steps.get(7);
        assertThat(Opcode.nameOf(call.opcode())).isEqualTo("CALL");
        assertThat(call.gasCost()).isEqualTo(2600 + 5000); // cold access and what the callee gets
        assertThat(steps.get(8).gas()).isEqualTo(5000);
        assertThat(steps.get(9).gas()).isEqualTo(call.gas() - 2600);
    }

    @Test
    void logsWhyAnInstructionFailed() {
        assertThat(lastStep(new Bytecode().op(ADD)).error()).isEqualTo("stack underflow (0 <=> 2)");
        assertThat(lastStep(new Bytecode().op(0x0c)).error())
                .isEqualTo("invalid opcode: opcode 0xc not defined");
        assertThat(lastStep(new Bytecode().op(INVALID)).error())
                .isEqualTo("invalid opcode: INVALID");
        assertThat(lastStep(new Bytecode().push(0).op(JUMP)).error())
                .isEqualTo("invalid jump destination");
        StructLog memoryBomb = lastStep(new Bytecode().push(1).push(1 << 20).op(MSTORE));
        assertThat(memoryBomb.error()).isEqualTo("out of gas");
        assertThat(memoryBomb.gasCost()).isGreaterThan(memoryBomb.gas());
        Bytecode deep = new Bytecode();
        for (int i = 0; i < 1025; i++) {
            deep.op(PUSH0);
        }
        assertThat(lastStep(deep).error()).isEqualTo("stack limit reached 1024 (1023)");
    }

    @Test
    void keepsWhatWasAskedForAndNoMore() {
        Bytecode code = new Bytecode().push(7).push(0).op(MSTORE).push(9).sstore(1).op(STOP);

        StructLogs logs = (StructLogs) run(code, new StructLogTracer(
                new StructLogTracer.Options(true, false, true, true, 6), budget()));

        assertThat(logs.steps()).hasSize(6);
        StructLog store = logs.steps().get(5);
        assertThat(store.stack()).isEmpty();
        assertThat(store.memory()).contains(UInt256.of(7).toBytes());
        assertThat(store.returnData()).contains(Bytes.EMPTY);
        assertThat(store.storage().orElseThrow()).containsEntry(UInt256.ONE, UInt256.of(9));
        assertThat(logs.gasUsed()).isGreaterThan(INTRINSIC + 22_100);
        assertThat(logs.failed()).isFalse();
    }

    @Test
    void givesUpATraceThatPassesItsBound() {
        Bytecode code = new Bytecode().push(1).op(POP, STOP);

        assertThat(run(code, new StructLogTracer(StructLogTracer.Options.DEFAULT,
                new TraceBudget(400)))).isEqualTo(new TraceResult.TooLarge(400));
    }

    @Test
    void showsCallsThatNeverStarted() {
        CallFrame top = callFrame(call(CALLEE, 5, 1000).op(STOP));

        CallFrame refused = top.calls().getFirst();
        assertThat(refused.error()).isEqualTo("insufficient balance for transfer");
        assertThat(refused.gas()).isEqualTo(3300); // with the stipend, all of which comes back
        assertThat(refused.gasUsed()).isZero();
        assertThat(refused.value()).contains(UInt256.of(5));
        assertThat(top.error()).isEmpty();
        assertThat(top.gas()).isEqualTo(GAS);
    }

    @Test
    void showsDelegatedCallsAsFromTheContract() {
        view.contract(CALLEE, new Bytecode().push(0).push(0).op(REVERT).bytes());
        CallFrame top = callFrame(new Bytecode().push(0).push(0).push(0).push(0).push(CALLEE)
                .push(9000).op(DELEGATECALL).push(0).push(0).push(0).push(0).push(CALLEE)
                .push(9000).op(STATICCALL, STOP));

        assertThat(top.calls().getFirst().from()).isEqualTo(CONTRACT);
        assertThat(top.calls().getFirst().to()).contains(CALLEE);
        assertThat(top.calls().getFirst().error()).isEqualTo("execution reverted");
        assertThat(top.calls().getLast().value()).isEmpty();
    }

    @Test
    void leavesOutTheLogsOfFailedCalls() {
        view.contract(CALLEE, new Bytecode().push(0).push(0).op(LOG0, INVALID).bytes());
        Bytecode code = new Bytecode().push(0).push(0).op(LOG0);
        code = append(code, call(CALLEE, 0, 9000)).push(0).push(0).op(LOG0, STOP);

        CallFrame top = (CallFrame) run(code, new CallTracer(new CallTracer.Options(false, true),
                budget()));

        assertThat(top.logs()).extracting(TraceResult.CallLog::position).containsExactly(0, 1);
        assertThat(top.calls().getFirst().logs()).isEmpty();
    }

    @Test
    void showsSelfDestructionsAndTheTopCallAlone() {
        Bytecode code = new Bytecode().push(BENEFICIARY).op(SELFDESTRUCT);

        CallFrame frame = callFrame(code).calls().getFirst();
        assertThat(frame.kind()).isEqualTo(CallKind.SELFDESTRUCT);
        assertThat(frame.from()).isEqualTo(CONTRACT);
        assertThat(frame.to()).contains(BENEFICIARY);
        assertThat(((CallFrame) run(code, new CallTracer(new CallTracer.Options(true, false),
                budget()))).calls()).isEmpty();
    }

    @Test
    void flattensTheCallsWithTheirPlaces() {
        view.contract(CALLEE, append(call(IDENTITY, 0, 100), new Bytecode().op(INVALID)).bytes());
        Bytecode code = append(call(CALLEE, 0, 9000), call(CALLEE, 0, 9000)).op(STOP);

        FlatTraces flat = (FlatTraces) run(code,
                new FlatCallTracer(new FlatCallTracer.Options(true, false), budget()));

        assertThat(flat.traces()).extracting(FlatTrace::traceAddress).containsExactly(List.of(),
                List.of(0), List.of(1));
        assertThat(flat.traces()).extracting(FlatTrace::subtraces).containsExactly(2, 0, 0);
        assertThat(flat.traces().get(1).error()).isEqualTo("Bad instruction");
        FlatTraces whole = (FlatTraces) run(code,
                new FlatCallTracer(new FlatCallTracer.Options(false, true), budget()));
        assertThat(whole.traces()).hasSize(5);
        assertThat(whole.traces().get(1).error()).isEqualTo("invalid opcode: INVALID");
    }

    @Test
    void listsThePrestate() {
        view.slot(CONTRACT, UInt256.ONE, UInt256.of(5));
        Bytecode code = new Bytecode().push(1).op(SLOAD, POP).push(3).sstore(2).push(CALLEE)
                .op(BALANCE, STOP);

        TraceResult.Prestate pre = (TraceResult.Prestate) run(code,
                new PrestateTracer(PrestateTracer.Options.DEFAULT, budget()));

        assertThat(pre.accounts()).containsOnlyKeys(SENDER, CONTRACT, CALLEE, BENEFICIARY);
        assertThat(pre.accounts().get(SENDER).nonce()).isEqualTo(7);
        assertThat(pre.accounts().get(SENDER).balance()).contains(UInt256.of(1_000_000));
        assertThat(pre.accounts().get(CONTRACT).storage()).containsEntry(UInt256.ONE,
                UInt256.of(5)).containsEntry(UInt256.of(2), UInt256.ZERO);
    }

    @Test
    void listsWhatChangedOfThePrestate() {
        view.slot(CONTRACT, UInt256.ONE, UInt256.of(5));
        Bytes initcode = new Bytecode().push(0).push(0).op(RETURN).bytes();
        Bytecode code = new Bytecode().push(0).sstore(1).push(3).sstore(2)
                .push(initcode.toUnsignedBigInteger()).push(0).op(MSTORE).push(initcode.size())
                .push(32 - initcode.size()).push(0).op(CREATE, POP).push(CALLEE).op(BALANCE, STOP);

        StateDiff diff = (StateDiff) run(code, new PrestateTracer(
                new PrestateTracer.Options(true, true, true, false), budget()));

        assertThat(diff.post()).doesNotContainKey(CALLEE).hasSize(3); // sender, contract, created
        assertThat(diff.pre()).containsOnlyKeys(SENDER, CONTRACT);
        assertThat(diff.pre().get(CONTRACT).storage()).containsOnly(Map.entry(UInt256.ONE,
                UInt256.of(5)));
        assertThat(diff.post().get(CONTRACT).storage()).containsOnly(Map.entry(UInt256.of(2),
                UInt256.of(3)));
        assertThat(diff.post().get(SENDER).nonce()).isEqualTo(8);
        assertThat(diff.post().get(SENDER).balance()).isEmpty();
    }

    @Test
    void countsSelectors() {
        Bytecode code = new Bytecode().push(0xa9059cbbL).push(0).op(MSTORE);
        for (int i = 0; i < 2; i++) {
            code.push(0).push(0).push(8).push(28).push(0).push(CALLEE).push(500).op(CALL, POP);
        }
        code.push(0).push(0).push(8).push(28).push(0).push(IDENTITY).push(500).op(CALL, STOP);

        assertThat(run(code, new SelectorTracer(budget())))
                .isEqualTo(new TraceResult.SelectorCounts(
                        new TreeMap<>(Map.of("0xa9059cbb-4", 2))));
    }

    /** Sender, recipient and precompiles are warm anyway; a slot of the recipient is not. */
    @Test
    void collectsTheAccessList() {
        Bytecode code = append(call(IDENTITY, 0, 100), new Bytecode().push(CALLEE)
                .op(EXTCODESIZE, POP).push(SENDER).op(BALANCE, POP).push(9).op(SLOAD, STOP));
        SortedSet<UInt256> none = new TreeSet<>();
        AccessListTracer tracer = new AccessListTracer(Map.of(BENEFICIARY, none, CONTRACT, none));

        execute(code, tracer);

        assertThat(tracer.accessList()).containsOnly(Map.entry(CALLEE, none),
                Map.entry(BENEFICIARY, none),
                Map.entry(CONTRACT, new TreeSet<>(List.of(UInt256.of(9)))));
    }

    private StructLogs structLogs(Bytecode code) {
        return (StructLogs) run(code, new StructLogTracer(StructLogTracer.Options.DEFAULT,
                budget()));
    }

    private StructLog lastStep(Bytecode code) {
        return structLogs(code).steps().getLast();
    }

    private CallFrame callFrame(Bytecode code) {
        return (CallFrame) run(code, new CallTracer(CallTracer.Options.DEFAULT, budget()));
    }

    private static TraceBudget budget() {
        return new TraceBudget(32 << 20); // a full stack, seen 1025 times, is 17 MB
    }

    private static Bytecode call(Address to, long value, long gas) {
        return new Bytecode().push(0).push(0).push(0).push(0).push(value).push(to).push(gas)
                .op(CALL);
    }

    private static Bytecode append(Bytecode first, Bytecode second) {
        for (byte b : second.bytes().toArray()) {
            first.op(b);
        }
        return first;
    }

    private TraceResult run(Bytecode code, ResultTracer tracer) {
        execute(code, tracer);
        return tracer.result();
    }

    private void execute(Bytecode code, Tracer tracer) {
        view.contract(CONTRACT, code.bytes());
        new TransactionExecutor(ExecutionRules.ethereum(Fork.OSAKA, UInt256.ONE)).call(
                new CallRequest(SENDER, Optional.of(CONTRACT), GAS, UInt256.ZERO, UInt256.ZERO,
                        Bytes.EMPTY, List.of(), List.of(), List.of()),
                BLOCK, new JournaledState(view), tracer);
    }
}
