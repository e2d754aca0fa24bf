package io.quorate.node.doctor;

import io.quorate.jsonrpc.FindingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Who is cut off from whom, though both run. */
final class LinkRules {
    private final Facts facts;
    private final Topology topology;
    private final List<Finding> known;

    LinkRules(Facts facts, Topology topology, List<Finding> known) {
        this.facts = facts;
        this.topology = topology;
        this.known = known;
    }

    List<Finding> findings() {
        List<Finding> found = new ArrayList<>();
        List<SortedSet<Integer>> sides = topology.sides();
        if (sides.isEmpty()) return found;
        boolean isLive = topology.margin().map(Margin::isLive).orElse(false);
        List<Integer> alone = isLive ? sides.stream().skip(1).flatMap(SortedSet::stream).toList()
                : List.of();
        alone.stream().filter(this::isUnexplained).forEach(each -> found.add(about(each,
                FindingCode.PARTITION, topology.name(each) + " runs and is cut off from the"
                        + " others, which go on without it.",
                mend(facts, sides, topology))));
        sides.forEach(side -> pairs(side, found));
        unasked(found);
        return found;
    }

    /** Two of one side that hear each other through others only. */
    private void pairs(SortedSet<Integer> side, List<Finding> found) {
        for (int one : side) {
            for (int other : side.tailSet(one + 1)) {
                if (topology.linked(one, other) || !isUnexplained(one) || !isUnexplained(other)
                        || !topology.isUp(one) && !topology.isUp(other)) {
                    continue;
                }
                found.add(about(other, FindingCode.LINK_DOWN, topology.name(one) + " and "
                        + topology.name(other) + " run and have no link"
                        + reason(one, other).map(why -> ": " + why).orElse("."),
                        "mend the network between " + topology.name(one) + " and "
                                + topology.name(other)));
            }
        }
    }

    /** A member that nobody named to the doctor: it can be silent, down or cut off. */
    private void unasked(List<Finding> found) {
        for (int member : topology.members()) {
            boolean isNamed = facts.replicas().stream().anyMatch(
                    each -> each.number().isPresent() && each.number().getAsInt() == member
                            || each.name().equals(topology.name(member)));
            if (isNamed || topology.isHeard(member) || topology.isUp(member)
                    || !topology.isTold() || !isUnexplained(member)) {
                continue;
            }
            Optional<String> why = facts.replicas().stream().flatMap(each -> each.live().stream())
                    .flatMap(live -> live.findings().stream())
                    .filter(told -> told.replica().equals(OptionalInt.of(member))
                            && told.code().equals(FindingCode.LINK_DOWN.name())
                            && !told.text().isEmpty())
                    .map(LiveFacts.Told::text).findFirst();
            found.add(about(member, FindingCode.LINK_DOWN, why.orElse("No replica that was asked"
                    + " has a link to " + topology.name(member) + ".") + " Ask it too, to know"
                    + " whether it runs.",
                    "start " + topology.name(member)
                            + ", or mend the network to it"));
        }
    }

    private Optional<String> reason(int one, int other) {
        return facts.replicas().stream().flatMap(each -> each.live().stream())
                .filter(live -> live.number() == one || live.number() == other)
                .flatMap(live -> live.findings().stream()
                        .filter(told -> told.replica().isPresent()
                                && told.code().equals(FindingCode.LINK_DOWN.name())
                                && (told.replica().getAsInt() == one
                                        || told.replica().getAsInt() == other)))
                .map(LiveFacts.Told::text).filter(text -> !text.isEmpty()).findFirst();
    }

    private boolean isUnexplained(int replica) {
        return known.stream().noneMatch(each -> each.replica().equals(OptionalInt.of(replica))
                && each.code().weight() == FindingCode.Weight.BREAKS
                && each.code() != FindingCode.CLOCK_OFF);
    }

    private Finding about(int replica, FindingCode code, String text, String mend) {
        return new Finding(code, OptionalInt.of(replica), facts.replicas().stream()
                .filter(each -> each.number().equals(OptionalInt.of(replica)))
                .map(ReplicaFacts::name).findFirst().orElseGet(() -> topology.name(replica)),
                text, mend);
    }

    static String mend(Facts facts, List<SortedSet<Integer>> sides, Topology topology) {
        return "mend the network between " + sides.stream()
                .map(side -> side.stream().map(topology::name)
                        .collect(Collectors.joining(", ")))
                .limit(2).collect(Collectors.joining(" and "))
                + ": each must reach the P2P port of the others";
    }
}
