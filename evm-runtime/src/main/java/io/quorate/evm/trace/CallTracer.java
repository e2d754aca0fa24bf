package io.quorate.evm.trace;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.LogEntry;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.TraceResult.CallFrame;
import io.quorate.evm.trace.TraceResult.CallLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The tree of calls, as geth's {@code callTracer} has it: self-destructions are frames too. */
public final class CallTracer implements ResultTracer {
    /** What a frame or log takes in memory besides its data. */
    private static final int FRAME_BYTES = 300;

    /** {@code withLogs} lists the events of the calls that succeeded. */
    public record Options(boolean onlyTopCall, boolean withLogs) {
        public static final Options DEFAULT = new Options(false, false);
    }

    /** A frame that has begun. Mutable, never leaves this class. */
    private static final class Open {
        private final CallKind kind;
        private final Address from;
        private final Address to;
        private final Bytes input;
        private final long gas;
        private final UInt256 value;
        private final List<CallFrame> calls = new ArrayList<>();
        private final List<CallLog> logs = new ArrayList<>();

        private Open(CallKind kind, Address from, Address to, Bytes input, long gas,
                UInt256 value) {
            this.kind = kind;
            this.from = from;
            this.to = to;
            this.input = input;
            this.gas = gas;
            this.value = value;
        }

        private CallFrame end(Bytes output, String error, long gasUsed) {
            boolean isLost = kind.isCreation() && !error.isEmpty();
            return new CallFrame(kind, from, isLost ? Optional.empty() : Optional.of(to), gas,
                    gasUsed, input, output, error,
                    kind == CallKind.STATICCALL ? Optional.empty() : Optional.of(value), calls,
                    error.isEmpty() ? logs : List.of());
        }
    }

    private final Options options;
    private final TraceBudget budget;
    private final Deque<Open> open = new ArrayDeque<>();
    private Optional<CallFrame> top = Optional.empty();
    private long gasLimit;
    private long gasUsed;

    public CallTracer(Options options, TraceBudget budget) {
        this.options = options;
        this.budget = budget;
    }

    @Override
    public void onTransactionStart(TransactionStart start) {
        gasLimit = start.gasLimit();
    }

    @Override
    public void onTransactionEnd(long gas) {
        gasUsed = gas;
    }

    @Override
    public void onEnter(CallKind kind, Address from, Address to, Bytes input, long gas,
            UInt256 value, int depth) {
        if (isWanted(depth) && budget.take(FRAME_BYTES + input.size())) {
            open.push(new Open(kind, from, to, input, gas, value));
        }
    }

    private boolean isWanted(int depth) {
        return !budget.isSpent() && (depth == 0 || !options.onlyTopCall);
    }

    @Override
    public void onExit(ExecutionResult result, String error, long gas, int depth) {
        if (!isWanted(depth) || !budget.take(result.output().size())) {
            return;
        }
        CallFrame frame = open.pop().end(result.output(), error, gas);
        if (open.isEmpty()) {
            top = Optional.of(frame);
        } else {
            open.element().calls.add(frame);
        }
    }

    @Override
    public void onLog(LogEntry log, int depth) {
        if (options.withLogs && isWanted(depth)
                && budget.take(FRAME_BYTES + log.data().size())) {
            Open frame = open.element();
            frame.logs.add(new CallLog(log.address(), log.topics(), log.data(),
                    frame.calls.size()));
        }
    }

    @Override
    public void onSelfDestruct(Address from, Address beneficiary, UInt256 balance, int depth) {
        if (isWanted(depth + 1) && budget.take(FRAME_BYTES)) {
            open.element().calls.add(new Open(CallKind.SELFDESTRUCT, from, beneficiary,
                    Bytes.EMPTY, 0, balance).end(Bytes.EMPTY, "", 0));
        }
    }

    /** The outermost frame with the gas of the message, as all others have it. */
    TraceResult messageResult() {
        return budget.isSpent() || top.isEmpty() ? budget.tooLarge() : top.get();
    }

    /** The outermost frame has the transaction's own gas. */
    Optional<CallFrame> frame() {
        return top.map(f -> new CallFrame(f.kind(), f.from(), f.to(), gasLimit, gasUsed, f.input(),
                f.output(), f.error(), f.value(), f.calls(),
                f.error().isEmpty() ? f.logs() : List.of())).map(CallTracer::withoutLostLogs);
    }

    /** The events below a call that failed never took place. */
    private static CallFrame withoutLostLogs(CallFrame f) {
        boolean failed = !f.error().isEmpty();
        List<CallFrame> calls = f.calls().stream().map(c -> failed ? withoutLogs(c)
                : withoutLostLogs(c)).toList();
        return withCalls(f, calls, failed ? List.of() : f.logs());
    }

    private static CallFrame withoutLogs(CallFrame f) {
        return withCalls(f, f.calls().stream().map(CallTracer::withoutLogs).toList(), List.of());
    }

    private static CallFrame withCalls(CallFrame f, List<CallFrame> calls, List<CallLog> logs) {
        return new CallFrame(f.kind(), f.from(), f.to(), f.gas(), f.gasUsed(), f.input(),
                f.output(), f.error(), f.value(), calls, logs);
    }

    @Override
    public TraceResult result() {
        return budget.isSpent() || top.isEmpty() ? budget.tooLarge() : frame().orElseThrow();
    }
}
