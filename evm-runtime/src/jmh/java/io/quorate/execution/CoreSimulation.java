package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.Accesses;
import io.quorate.state.StateChanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How long a block would take on more cores than there are: {@link Speculation}'s way of handing out work, carried out
 * on a clock of its own with measured costs. A transaction is wrong where one that it depends on had not ended when it
 * began; the taker then does it again.
 *
 * <p>Not in it: what cores take from each other (memory, the monitor, waking a thread), so it is a bound from below.
 */
final class CoreSimulation {
    private static final int WINDOW = 256;

    /** Nanoseconds a transaction: alone, executed ahead, and checked and taken over. */
    record Costs(double alone, double ahead, double taken) {}

    private record Event(double at, int thread, int index) {}

    private final Costs costs;
    private final int count;
    private final Dependencies dependencies;
    /** The last transactions before each that wrote what it looked at. */
    private final List<List<Integer>> sources;
    private final double[] begun;
    private final double[] ended;
    private final PriorityQueue<Integer> ready = new PriorityQueue<>();
    private int committed;

    CoreSimulation(Costs costs, List<RecoveredTransaction> transactions,
            List<Execution> executions) {
        this.costs = costs;
        count = transactions.size();
        dependencies = Dependencies.of(transactions);
        sources = sources(executions);
        begun = new double[count];
        ended = new double[count];
    }

    private static List<List<Integer>> sources(List<Execution> executions) {
        Map<Object, Integer> writers = new HashMap<>();
        List<List<Integer>> sources = new ArrayList<>();
        for (int i = 0; i < executions.size(); i++) {
            List<Integer> found = new ArrayList<>();
            for (Accesses.OfAccount account : executions.get(i).accesses().accounts()) {
                add(found, writers.get(account.address()));
                account.slots().forEach(
                        slot -> add(found, writers.get(List.of(account.address(), slot))));
            }
            int index = i;
            StateChanges changes = executions.get(i).changes();
            changes.accounts().forEach((address, change) -> {
                if (!isStorageOnly(change, address)) {
                    writers.put(address, index);
                }
                change.storage().keySet()
                        .forEach(slot -> writers.put(List.of(address, slot), index));
            });
            sources.add(found);
        }
        return sources;
    }

    /** Contracts here never move value. */
    private static boolean isStorageOnly(StateChanges.AccountChange change, Address address) {
        return change.after().map(account -> account.hasCode()).orElse(false);
    }

    private static void add(List<Integer> found, Integer writer) {
        if (writer != null) {
            found.add(writer);
        }
    }

    /** Nanoseconds from the first transaction's begin to the last one's end. */
    double run(int threads) {
        for (int i = 0; i < count; i++) {
            begun[i] = Double.NaN;
            ended[i] = Double.POSITIVE_INFINITY;
            if (dependencies.isFree(i)) {
                ready.add(i);
            }
        }
        PriorityQueue<Event> events = new PriorityQueue<>(
                (a, b) -> a.at == b.at ? Integer.compare(a.thread, b.thread)
                        : Double.compare(a.at, b.at));
        for (int thread = 0; thread < threads; thread++) {
            events.add(new Event(0, thread, -1));
        }
        List<Integer> idle = new ArrayList<>();
        boolean[] isReleased = new boolean[count];
        double now = 0;
        while (committed < count) {
            Event event = events.remove();
            now = event.at;
            if (event.index >= 0) {
                release(event.index, isReleased);
            }
            if (event.thread == 0) {
                take(event, events, idle);
            } else {
                help(event.thread, now, events, idle);
            }
            for (int thread : List.copyOf(idle)) {
                idle.remove((Integer) thread);
                if (thread == 0) {
                    take(new Event(now, 0, -1), events, idle);
                } else {
                    help(thread, now, events, idle);
                }
            }
        }
        return now;
    }

    private void release(int index, boolean[] isReleased) {
        if (!isReleased[index]) {
            isReleased[index] = true;
            dependencies.finished(index, ready::add);
        }
    }

    private void help(int thread, double now, PriorityQueue<Event> events, List<Integer> idle) {
        Integer index = ready.peek();
        if (index == null || index >= committed + WINDOW) {
            idle.add(thread);
            return;
        }
        ready.remove();
        begun[index] = now;
        ended[index] = now + costs.ahead;
        events.add(new Event(ended[index], thread, index));
    }

    private void take(Event event, PriorityQueue<Event> events, List<Integer> idle) {
        double now = event.at;
        int index = committed;
        if (index >= count) {
            return;
        }
        if (Double.isNaN(begun[index])) { // the taker does it itself
            ready.remove(index);
            begun[index] = now;
            ended[index] = now + costs.alone;
            committed++;
            events.add(new Event(ended[index], 0, index));
        } else if (ended[index] <= now) {
            boolean isRight = sources.get(index).stream()
                    .allMatch(source -> ended[source] <= begun[index]);
            double cost = isRight ? costs.taken : costs.taken + costs.alone;
            if (!isRight) {
                ended[index] = now + cost;
            }
            committed++;
            events.add(new Event(now + cost, 0, index));
        } else {
            help(0, now, events, idle);
        }
    }
}
