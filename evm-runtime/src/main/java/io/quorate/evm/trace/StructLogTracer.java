package io.quorate.evm.trace;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.Opcode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.TraceResult.StructLogs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** The opcode logger: a {@link StructLog} an instruction (execution-apis, OpcodeTransactionTrace). */
public final class StructLogTracer implements ResultTracer {
    private static final int WORD = 32;
    /** What a log takes in memory besides its words. */
    private static final int LOG_BYTES = 160;

    /**
     * What to keep.
     *
     * @param stepsMax 0 where there is no limit
     */
    public record Options(boolean memory, boolean stack, boolean storage, boolean returnData,
            int stepsMax) {
        public static final Options DEFAULT = new Options(false, true, true, false, 0);
    }

    private final Options options;
    private final TraceBudget budget;
    private final List<StructLog> logs = new ArrayList<>();
    private final Map<Address, SortedMap<UInt256, UInt256>> storage = new HashMap<>();
    private Optional<TransactionStart> transaction = Optional.empty();
    private boolean isLogged;
    private boolean failed;
    private Bytes returnValue = Bytes.EMPTY;
    private long gasUsed;

    public StructLogTracer(Options options, TraceBudget budget) {
        this.options = options;
        this.budget = budget;
    }

    @Override
    public boolean wantsSteps() {
        return true;
    }

    @Override
    public void onTransactionStart(TransactionStart start) {
        transaction = Optional.of(start);
    }

    @Override
    public void onTransactionEnd(long gas) {
        gasUsed = gas;
    }

    @Override
    public void onStep(Step step) {
        isLogged = !budget.isSpent()
                && (options.stepsMax == 0 || logs.size() < options.stepsMax);
        if (!isLogged) {
            return;
        }
        Optional<SortedMap<UInt256, UInt256>> slots = options.storage ? slots(step)
                : Optional.empty();
        long words = (options.stack ? step.stackSize() : 0) + 2L * slots.map(Map::size).orElse(0);
        long bytes = (options.memory ? step.memorySizeBytes() : 0)
                + (options.returnData ? step.returnData().size() : 0);
        isLogged = budget.take(LOG_BYTES + WORD * words + bytes);
        if (isLogged) {
            logs.add(new StructLog(step.programCounter(), step.opcode(), step.gasLeft(), 0,
                    step.depth() + 1, step.refund(), "",
                    options.stack ? Optional.of(stack(step)) : Optional.empty(),
                    options.memory ? Optional.of(step.memory(0, step.memorySizeBytes()))
                            : Optional.empty(),
                    slots, options.returnData ? Optional.of(step.returnData())
                            : Optional.empty()));
        }
    }

    private static List<UInt256> stack(Step step) {
        UInt256[] words = new UInt256[step.stackSize()];
        for (int i = 0; i < words.length; i++) {
            words[words.length - 1 - i] = step.stackWord(i);
        }
        return Arrays.asList(words);
    }

    /** As geth has it, what a failed call wrote stays in its contract's list. */
    private Optional<SortedMap<UInt256, UInt256>> slots(Step step) {
        boolean reads = step.opcode() == Opcode.SLOAD && step.stackSize() >= 1;
        boolean writes = step.opcode() == Opcode.SSTORE && step.stackSize() >= 2;
        if (!reads && !writes) {
            return Optional.empty();
        }
        SortedMap<UInt256, UInt256> slots = storage.computeIfAbsent(step.address(),
                address -> new TreeMap<>());
        UInt256 key = step.stackWord(0);
        slots.put(key, writes ? step.stackWord(1)
                : transaction.map(t -> t.state().storage(step.address(), key))
                        .orElse(UInt256.ZERO));
        return Optional.of(slots);
    }

    @Override
    public void onStepEnd(long gasCost, String error) {
        if (isLogged) {
            logs.add(logs.removeLast().ended(gasCost, error));
        }
    }

    @Override
    public void onExit(ExecutionResult result, String error, long gas, int depth) {
        if (depth == 0) {
            failed = !error.isEmpty();
            returnValue = result.output();
        }
    }

    @Override
    public TraceResult result() {
        return budget.isSpent() ? budget.tooLarge()
                : new StructLogs(gasUsed, failed, returnValue, logs);
    }
}
