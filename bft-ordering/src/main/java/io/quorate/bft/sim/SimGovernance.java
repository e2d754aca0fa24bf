package io.quorate.bft.sim;

import io.quorate.bft.FrozenLane;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of the application that decides about members: items ask for a change, or tell that a joiner is ready. A
 * change that waits for a joiner or for the end of an epoch is decided later. Mutable, one thread.
 */
final class SimGovernance {
    private static final long PLAN = 1L << 40;
    private static final long READY = 1L << 41;
    private static final long FREEZE = 1L << 42;

    private final List<ChangePlan> plans;
    private final List<EpochChange> changes = new ArrayList<>();
    private final ArrayDeque<ChangePlan> waiting = new ArrayDeque<>();
    private final TreeSet<Integer> ready = new TreeSet<>();
    /** What was asked for, by slot: all that this is made of. */
    private final TreeMap<Long, List<Long>> asked = new TreeMap<>();
    private final List<FrozenLane> frozen = new ArrayList<>();
    private EpochConfig latest;

    SimGovernance(EpochConfig first, List<ChangePlan> plans) {
        this.latest = first;
        this.plans = plans;
    }

    static long planItem(int plan) {
        return PLAN | plan;
    }

    static long readyItem(int member) {
        return READY | member;
    }

    /** Stands for a proof of two batches against the author at this place of the epoch that executes it. */
    static long freezeItem(int author) {
        return FREEZE | author;
    }

    /** As it stands after slot {@code seq}. */
    static SimGovernance replay(EpochConfig first, List<ChangePlan> plans,
            TreeMap<Long, List<Long>> asked, long seq) {
        SimGovernance governance = new SimGovernance(first, plans);
        for (long slot = 1; slot <= seq; slot++) {
            for (long item : asked.getOrDefault(slot, List.of())) {
                governance.executed(slot, item);
            }
            governance.decide(new SeqNum(slot));
        }
        return governance;
    }

    TreeMap<Long, List<Long>> asked() {
        return asked;
    }

    void executed(long seq, long item) {
        if ((item & (PLAN | READY | FREEZE)) != 0) {
            asked.computeIfAbsent(seq, _ -> new ArrayList<>()).add(item);
        }
        int argument = (int) (item & PLAN - 1);
        if ((item & PLAN) != 0 && argument < plans.size()) {
            waiting.add(plans.get(argument));
        } else if ((item & READY) != 0) {
            ready.add(argument);
        } else if ((item & FREEZE) != 0) {
            long epoch = changes.stream().map(EpochChange::next)
                    .filter(next -> next.start().number() < seq).mapToLong(EpochConfig::number)
                    .max().orElse(0);
            if (frozen(epoch).stream().noneMatch(lane -> lane.author() == argument)) {
                frozen.add(new FrozenLane(epoch, argument, seq));
            }
        }
    }

    List<FrozenLane> frozen(long epoch) {
        return frozen.stream().filter(lane -> lane.epoch() == epoch).toList();
    }

    List<FrozenLane> frozen() {
        return frozen;
    }

    /** What the execution of this slot decides: nothing while an end that was fixed is not passed. */
    Optional<EpochChange> decide(SeqNum seq) {
        ChangePlan next = waiting.peek();
        if (next == null || !ready.containsAll(next.joiners())
                || !seq.isAfter(latest.start())) {
            return Optional.empty();
        }
        waiting.remove();
        EpochChange change = new EpochChange(latest.next(EpochChange.earliestEnd(seq, latest),
                next.members().apply(latest.members()),
                next.parameters().apply(latest.parameters())));
        changes.add(change);
        latest = change.next();
        return Optional.of(change);
    }

    List<EpochChange> changes() {
        return changes;
    }
}
