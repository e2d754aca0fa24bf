package io.quorate.evm.trace;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.LogEntry;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/** Several tracers over one execution. */
public final class MuxTracer implements ResultTracer {
    private final Map<String, ResultTracer> tracers;

    /** Keeps the order of {@code tracers} in its result. */
    public MuxTracer(Map<String, ResultTracer> tracers) {
        this.tracers = new LinkedHashMap<>(tracers);
    }

    @Override
    public boolean wantsSteps() {
        return tracers.values().stream().anyMatch(Tracer::wantsSteps);
    }

    @Override
    public void onTransactionStart(TransactionStart start) {
        tracers.values().forEach(t -> t.onTransactionStart(start));
    }

    @Override
    public void onTransactionEnd(long gasUsed) {
        tracers.values().forEach(t -> t.onTransactionEnd(gasUsed));
    }

    @Override
    public void onStep(Step step) {
        tracers.values().forEach(t -> t.onStep(step));
    }

    @Override
    public void onStepEnd(long gasCost, String error) {
        tracers.values().forEach(t -> t.onStepEnd(gasCost, error));
    }

    @Override
    public void onEnter(CallKind kind, Address from, Address to, Bytes input, long gas,
            UInt256 value, int depth) {
        tracers.values().forEach(t -> t.onEnter(kind, from, to, input, gas, value, depth));
    }

    @Override
    public void onExit(ExecutionResult result, String error, long gasUsed, int depth) {
        tracers.values().forEach(t -> t.onExit(result, error, gasUsed, depth));
    }

    @Override
    public void onLog(LogEntry log, int depth) {
        tracers.values().forEach(t -> t.onLog(log, depth));
    }

    @Override
    public void onSelfDestruct(Address from, Address beneficiary, UInt256 balance, int depth) {
        tracers.values().forEach(t -> t.onSelfDestruct(from, beneficiary, balance, depth));
    }

    @Override
    public TraceResult result() {
        Map<String, TraceResult> results = new LinkedHashMap<>();
        tracers.forEach((name, tracer) -> results.put(name, tracer.result()));
        return new TraceResult.Several(results);
    }
}
