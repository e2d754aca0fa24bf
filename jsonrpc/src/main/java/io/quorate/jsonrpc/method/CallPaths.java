package io.quorate.jsonrpc.method;

import io.quorate.evm.trace.Tracer;
import io.quorate.evm.trace.WriteTracer;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.ledger.Block;
import io.quorate.state.EntryHistory;
import io.quorate.state.StateEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * By which calls transactions changed an entry: each block is run again once, whatever the number of its changes, and no
 * more blocks than some seconds of a processor allow. For one request, of one thread.
 */
final class CallPaths {
    /** Of the blocks that one request runs again: five that are full. One block is always run, whatever it used. */
    private static final long GAS_MAX = 300_000_000;

    private final ChainQueries chain;
    private final StateEntry entry;
    private final Map<Long, Map<Integer, WriteTracer>> tracers = new HashMap<>();
    private long gas;

    CallPaths(ChainQueries chain, StateEntry entry) {
        this.chain = chain;
        this.entry = entry;
    }

    /**
     * Runs {@code block} again for the transactions that made these changes. False, and nothing is run, where the
     * request has used up what it may.
     */
    boolean run(Block block, List<EntryHistory.Change> changes) {
        Map<Integer, WriteTracer> wanted = new HashMap<>();
        int last = -1;
        for (EntryHistory.Change change : changes) {
            int index = transactionIndex(change, block);
            if (index >= 0) {
                wanted.put(index, tracer());
                last = Math.max(last, index);
            }
        }
        if (last < 0) {
            return true;
        }
        long used = block.header().gasUsed();
        if (gas > 0 && gas + used > GAS_MAX) {
            return false;
        }
        gas += Math.max(1, used);
        if (!chain.replay(block.number(), last,
                index -> wanted.containsKey(index) ? wanted.get(index) : Tracer.NONE)) {
            throw Blocks.pruned(chain, "state before block", block.number());
        }
        tracers.put(block.number(), wanted);
        return true;
    }

    /** The index of the transaction that made a change; -1 where the protocol did. */
    static int transactionIndex(EntryHistory.Change change, Block block) {
        int index = change.at().step() - 1;
        return index < block.transactions().size() ? index : -1;
    }

    private WriteTracer tracer() {
        return entry instanceof StateEntry.Slot(var contract, var slot)
                ? WriteTracer.ofSlot(contract, slot)
                : WriteTracer.ofAccount(entry.address());
    }

    /** Of a change whose block was run. */
    List<WriteTracer.Frame> of(long block, int index) {
        return tracers.get(block).get(index).path();
    }
}
