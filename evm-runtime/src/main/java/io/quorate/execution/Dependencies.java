package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.ledger.RecoveredTransaction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Which transactions of a batch had better wait for earlier ones, as far as it can be seen without executing them: one
 * changes its sender's account, and that of whom it sends a value to. A guess: it decides what is tried when, never
 * what comes out. Mutable, for one thread.
 */
final class Dependencies {
    private static final int NONE = -1;
    private static final int PER_TRANSACTION = 2;

    /** Place of the first edge out of each transaction. */
    private final int[] firstEdge;
    private final int[] nextEdge;
    private final int[] edgeTo;
    private final int[] waitsFor;
    private int edges;
    private int depth;

    private Dependencies(int count) {
        firstEdge = new int[count];
        Arrays.fill(firstEdge, NONE);
        nextEdge = new int[count * PER_TRANSACTION];
        edgeTo = new int[count * PER_TRANSACTION];
        waitsFor = new int[count];
    }

    static Dependencies of(List<RecoveredTransaction> transactions) {
        Dependencies found = new Dependencies(transactions.size());
        Map<Address, Integer> last = new HashMap<>();
        int[] levels = new int[transactions.size()];
        for (int i = 0; i < transactions.size(); i++) {
            RecoveredTransaction transaction = transactions.get(i);
            Address sender = transaction.sender();
            Optional<Address> paid = transaction.transaction().to()
                    .filter(to -> !transaction.transaction().value().isZero()
                            && !to.equals(sender));
            int bySender = found.link(last.put(sender, i), i, NONE, levels);
            if (paid.isPresent()) {
                found.link(last.put(paid.get(), i), i, bySender, levels);
            }
            levels[i]++;
            found.depth = Math.max(found.depth, levels[i]);
        }
        return found;
    }

    private int link(Integer from, int to, int known, int[] levels) {
        if (from == null || from == known) {
            return known;
        }
        edgeTo[edges] = to;
        nextEdge[edges] = firstEdge[from];
        firstEdge[from] = edges;
        edges++;
        waitsFor[to]++;
        levels[to] = Math.max(levels[to], levels[from]);
        return from;
    }

    /** The most transactions of which each waits for the one before. */
    int depth() {
        return depth;
    }

    boolean isFree(int index) {
        return waitsFor[index] == 0;
    }

    /** Tells {@code freed} of those that waited for {@code index} last. To be called once for each. */
    void finished(int index, IntConsumer freed) {
        for (int edge = firstEdge[index]; edge != NONE; edge = nextEdge[edge]) {
            waitsFor[edgeTo[edge]]--;
            if (waitsFor[edgeTo[edge]] == 0) {
                freed.accept(edgeTo[edge]);
            }
        }
    }
}
