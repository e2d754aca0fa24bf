package io.quorate.evm.trace;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.LogEntry;
import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.TraceResult.CallFrame;
import io.quorate.evm.trace.TraceResult.FlatTrace;
import io.quorate.evm.trace.TraceResult.FlatTraces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/** The calls in Parity's flat form, which the {@code trace_} methods and {@code flatCallTracer} answer. */
public final class FlatCallTracer implements ResultTracer {
    private static final Map<String, String> PARITY_ERRORS = Map.ofEntries(
            Map.entry("contract creation code storage out of gas", "Out of gas"),
            Map.entry("out of gas", "Out of gas"),
            Map.entry("max code size exceeded", "Out of gas"),
            Map.entry("invalid jump destination", "Bad jump destination"),
            Map.entry("execution reverted", "Reverted"),
            Map.entry("return data out of bounds", "Out of bounds"),
            Map.entry("write protection", "Mutable Call In Static Context"),
            Map.entry("precompile failed", "Built-in failed"));
    private static final Map<String, String> PARITY_ERROR_STEMS = Map.of("invalid opcode",
            "Bad instruction", "stack underflow", "Stack underflow", "stack limit reached",
            "Out of stack");

    /**
     * @param includePrecompiles keeps the calls of precompiles by CALL and STATICCALL
     * @param messageGas whether the outermost frame is without the gas that its transaction costs by itself
     */
    public record Options(boolean convertParityErrors, boolean includePrecompiles,
            boolean messageGas) {
        public static final Options DEFAULT = new Options(false, false);
        /** As Parity's own methods have it. */
        public static final Options PARITY = new Options(true, false, true);

        public Options(boolean convertParityErrors, boolean includePrecompiles) {
            this(convertParityErrors, includePrecompiles, false);
        }
    }

    private final Options options;
    private final CallTracer calls;
    private Set<Address> precompiles = Set.of();

    public FlatCallTracer(Options options, TraceBudget budget) {
        this.options = options;
        calls = new CallTracer(CallTracer.Options.DEFAULT, budget);
    }

    @Override
    public void onTransactionStart(TransactionStart start) {
        if (!options.includePrecompiles) {
            precompiles = Precompiles.of(start.fork()).addresses();
        }
        calls.onTransactionStart(start);
    }

    @Override
    public void onTransactionEnd(long gasUsed) {
        calls.onTransactionEnd(gasUsed);
    }

    @Override
    public void onEnter(CallKind kind, Address from, Address to, Bytes input, long gas,
            UInt256 value, int depth) {
        calls.onEnter(kind, from, to, input, gas, value, depth);
    }

    @Override
    public void onExit(ExecutionResult result, String error, long gasUsed, int depth) {
        calls.onExit(result, error, gasUsed, depth);
    }

    @Override
    public void onLog(LogEntry log, int depth) {
        calls.onLog(log, depth);
    }

    @Override
    public void onSelfDestruct(Address from, Address beneficiary, UInt256 balance, int depth) {
        calls.onSelfDestruct(from, beneficiary, balance, depth);
    }

    @Override
    public TraceResult result() {
        return switch (options.messageGas ? calls.messageResult() : calls.result()) {
            case CallFrame top -> {
                List<FlatTrace> flat = new ArrayList<>();
                flatten(top, List.of(), flat);
                yield new FlatTraces(flat);
            }
            case TraceResult other -> other;
        };
    }

    private void flatten(CallFrame frame, List<Integer> address, List<FlatTrace> flat) {
        List<CallFrame> children = frame.calls().stream().filter(c -> !isHidden(c)).toList();
        flat.add(new FlatTrace(frame, options.convertParityErrors ? parity(frame.error())
                : frame.error(), children.size(), address));
        for (int i = 0; i < children.size(); i++) {
            List<Integer> childAddress = new ArrayList<>(address);
            childAddress.add(i);
            flatten(children.get(i), childAddress, flat);
        }
    }

    private boolean isHidden(CallFrame frame) {
        boolean isPlain = frame.kind() == CallKind.CALL || frame.kind() == CallKind.STATICCALL;
        return isPlain && frame.to().map(precompiles::contains).orElse(false);
    }

    private static String parity(String error) {
        return PARITY_ERRORS.getOrDefault(error, PARITY_ERROR_STEMS.entrySet().stream()
                .filter(stem -> error.startsWith(stem.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse(error));
    }
}
