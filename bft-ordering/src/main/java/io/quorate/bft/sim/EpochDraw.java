package io.quorate.bft.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which changes of members a run goes through: one or two that leave as many members as there were, or one more, so
 * that whoever is faulty is bearable in each epoch. Mutable, one thread.
 */
final class EpochDraw {
    /** For the slots up to an epoch's last one, which leaders may have to be replaced for. */
    private static final long CHANGE_MILLIS = 20_000;
    private static final long CHANGE_MILLIS_PER_UNWELL = 10_000;

    private final List<ChangePlan> plans = new ArrayList<>();
    private final int spare;

    /** Nothing changes where the plan of the run does not say so. */
    EpochDraw(SimulationPlan plan, boolean twins, SimRandom random) {
        spare = plan.quorums().n();
        if (!plan.has(FaultKind.EPOCHS) || twins) {
            return;
        }
        int one = random.below(spare);
        plans.add(switch (random.below(3)) {
            case 0 -> ChangePlan.rotate(one, 1);
            case 1 -> ChangePlan.add(spare);
            default -> ChangePlan.replace(one, spare);
        });
        if (random.chance(50)) {
            plans.add(ChangePlan.rotate((one + 1) % spare, 1));
        }
    }

    Membership membership() {
        return plans.isEmpty() ? Membership.FIXED : new Membership(1, plans);
    }

    boolean any() {
        return !plans.isEmpty();
    }

    /** Asks for all of it within the first half of the faults. */
    void plan(SimCluster cluster, long endMicros) {
        for (int i = 0; i < plans.size(); i++) {
            int asked = i;
            Set<Integer> joiners = plans.get(i).joiners();
            long at = cluster.random().between(0, endMicros / 2);
            cluster.events().at(at, () -> {
                joiners.forEach(joiner -> cluster.submit(SimGovernance.readyItem(joiner)));
                cluster.submit(SimGovernance.planItem(asked));
            });
        }
    }

    /** More than L1 allows for what is pending: up to 256 slots and two windows for each change. */
    long boundMillis(int unwell) {
        return plans.size() * (CHANGE_MILLIS + unwell * CHANGE_MILLIS_PER_UNWELL);
    }

    /** Some of what was asked for is not decided yet. */
    boolean undecided(SimCluster cluster) {
        return cluster.checkers().epochs().size() <= plans.size();
    }

    /** Whether all these are in the epoch that the last change began. */
    boolean isOver(SimCluster cluster, List<SimNode> judged) {
        return !any() || !undecided(cluster) && judged.stream()
                .allMatch(node -> node.epoch().orElseThrow().epoch().number() == plans.size());
    }
}
