package io.quorate.node.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds who is odd where pairs of replicas disagree: whoever disagrees with most. A pair alone blames both. */
final class Blame {
    private final Set<Pair> pairs = new HashSet<>();

    private record Pair(int low, int high) {}

    void disagree(int one, int other) {
        if (one != other) pairs.add(new Pair(Math.min(one, other), Math.max(one, other)));
    }

    /** Ascending. */
    List<Integer> odd() {
        SortedSet<Integer> odd = new TreeSet<>();
        Set<Pair> left = new HashSet<>(pairs);
        while (!left.isEmpty()) {
            Map<Integer, Integer> degrees = new HashMap<>();
            for (Pair pair : left) {
                degrees.merge(pair.low, 1, Integer::sum);
                degrees.merge(pair.high, 1, Integer::sum);
            }
            int most = degrees.values().stream().mapToInt(count -> count).max().orElseThrow();
            Set<Integer> worst = new TreeSet<>();
            degrees.forEach((replica, count) -> {
                if (count == most) worst.add(replica);
            });
            odd.addAll(worst);
            left.removeIf(pair -> worst.contains(pair.low) || worst.contains(pair.high));
        }
        return new ArrayList<>(odd);
    }
}
