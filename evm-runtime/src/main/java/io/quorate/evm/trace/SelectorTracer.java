package io.quorate.evm.trace;

import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.TraceResult.SelectorCounts;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** Counts which functions were called, as geth's {@code 4byteTracer}; precompiles and creations have none. */
public final class SelectorTracer implements ResultTracer {
    private static final int SELECTOR_BYTES = 4;
    private static final int ENTRY_BYTES = 80;

    private final TraceBudget budget;
    private final SortedMap<String, Integer> counts = new TreeMap<>();
    private Set<Address> precompiles = Set.of();

    public SelectorTracer(TraceBudget budget) {
        this.budget = budget;
    }

    @Override
    public void onTransactionStart(TransactionStart start) {
        precompiles = Precompiles.of(start.fork()).addresses();
    }

    @Override
    public void onEnter(CallKind kind, Address from, Address to, Bytes input, long gas,
            UInt256 value, int depth) {
        if (kind.isCreation() || input.size() < SELECTOR_BYTES || precompiles.contains(to)) {
            return;
        }
        String name = input.slice(0, SELECTOR_BYTES).toHexString() + "-"
                + (input.size() - SELECTOR_BYTES);
        if (counts.containsKey(name) || budget.take(ENTRY_BYTES)) {
            counts.merge(name, 1, Integer::sum);
        }
    }

    @Override
    public TraceResult result() {
        return budget.isSpent() ? budget.tooLarge() : new SelectorCounts(counts);
    }
}
