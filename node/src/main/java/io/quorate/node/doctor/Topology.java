package io.quorate.node.doctor;

import io.quorate.bft.core.Quorums;
import io.quorate.node.FolderFacts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Who orders, who of them is up, and who has a link to whom: pieced together from what several replicas say. */
final class Topology {
    private final Map<Integer, LiveFacts> up = new HashMap<>();
    private final List<Integer> members;
    private final Optional<LiveFacts> newest;
    private final Optional<FolderFacts.Identity> identity;

    Topology(Facts facts) {
        facts.replicas().forEach(each -> each.live()
                .ifPresent(live -> up.put(live.number(), live)));
        // Fewer are no committee: whoever says so is no replica of ours.
        newest = up.values().stream()
                .filter(live -> live.members().size() >= Quorums.COMMITTEE_MIN)
                .max(Comparator.comparingLong(LiveFacts::epoch)
                        .thenComparingLong(LiveFacts::block));
        identity = facts.replicas().stream().flatMap(each -> each.folder().stream())
                .flatMap(folder -> folder.identity().stream())
                .filter(each -> each.validators().size() >= Quorums.COMMITTEE_MIN).findFirst();
        members = newest.map(LiveFacts::members).orElseGet(() -> identity.map(
                each -> IntStream.range(0, each.validators().size()).boxed()
                        .toList())
                .orElse(List.of()));
    }

    List<Integer> members() {
        return members;
    }

    /** Members by the newest epoch that anybody tells of; genesis files tell of the first alone. */
    boolean isMember(int number) {
        return members.contains(number);
    }

    boolean isKnown() {
        return !members.isEmpty();
    }

    /** Somebody who answers tells of the members, and not a file alone. */
    boolean isTold() {
        return newest.isPresent();
    }

    String name(int number) {
        return up.values().stream().map(live -> live.names().get(number))
                .filter(Objects::nonNull).findFirst()
                .or(() -> identity.filter(each -> number < each.validators().size())
                        .map(each -> each.validators().get(number)))
                .orElse("replica " + number);
    }

    /** One that did not answer cannot deny it. */
    boolean linked(int one, int other) {
        boolean oneSays = !up.containsKey(one) || up.get(one).connected().contains(other);
        boolean otherSays = !up.containsKey(other) || up.get(other).connected().contains(one);
        return oneSays && otherSays && (up.containsKey(one) || up.containsKey(other));
    }

    boolean isUp(int number) {
        return up.containsKey(number);
    }

    /** Somebody who answers has a link to it. */
    boolean isHeard(int number) {
        return up.values().stream().anyMatch(live -> live.connected().contains(number));
    }

    /** A member that takes part, as far as can be told. */
    private boolean votes(int number) {
        return up.containsKey(number) ? up.get(number).votes() : isHeard(number);
    }

    /** Members that vote, in sets that have links among themselves; the largest first. */
    List<SortedSet<Integer>> sides() {
        List<SortedSet<Integer>> sides = new ArrayList<>();
        SortedSet<Integer> left = new TreeSet<>(members.stream().filter(this::votes).toList());
        while (!left.isEmpty()) {
            SortedSet<Integer> side = new TreeSet<>();
            Deque<Integer> next = new ArrayDeque<>(List.of(left.first()));
            while (!next.isEmpty()) {
                int at = next.removeFirst();
                if (!left.remove(at)) continue;
                side.add(at);
                left.stream().filter(other -> linked(at, other)).forEach(next::addLast);
            }
            sides.add(side);
        }
        sides.sort(Comparator.comparingInt((SortedSet<Integer> side) -> side.size()).reversed());
        return sides;
    }

    /** Voting counts whoever has links to most others, and those: what a leader there could gather. */
    Optional<Margin> margin() {
        if (!isKnown()) return Optional.empty();
        int voting = (int) members.stream().filter(this::votes).mapToLong(
                at -> 1 + members.stream().filter(other -> !other.equals(at) && votes(other)
                        && linked(at, other)).count())
                .max().orElse(0);
        Quorums quorums = quorums();
        return Optional.of(new Margin(quorums.n(), quorums.f(), quorums.c(), quorums.quorum(),
                quorums.fast(), voting));
    }

    Quorums quorums() {
        int n = members.size();
        int c = newest.map(live -> n - live.fastQuorum())
                .orElseGet(() -> identity.map(FolderFacts.Identity::slowReplicas).orElse(0));
        return new Quorums(n, Math.clamp(c, 0, (n - Quorums.COMMITTEE_MIN) / 2));
    }

    Optional<Integer> leader() {
        return newest.filter(live -> live.leader().isPresent())
                .map(live -> live.leader().getAsInt());
    }
}
