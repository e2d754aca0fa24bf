package io.quorate.bft.core.transfer;

import io.quorate.bft.ReplicaId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which chunks are still to come, and whom they were asked of. Mutable, one thread. */
final class ChunkPlan {
    private static final int PER_SOURCE_MAX = 2;
    private static final int OUTSTANDING_MAX = 8;
    private static final int STRIKES_MAX = 3;

    private final TreeSet<Integer> missing = new TreeSet<>();
    private final TreeMap<Integer, Asked> asked = new TreeMap<>();
    private final TreeSet<Integer> storing = new TreeSet<>();
    private final TreeMap<ReplicaId, Integer> strikes = new TreeMap<>();

    private record Asked(ReplicaId source, long untilMillis) {}

    /** One question to send. */
    record Question(ReplicaId source, int index) {}

    ChunkPlan(int count, List<Integer> held, TreeSet<ReplicaId> sources) {
        for (int i = 0; i < count; i++) {
            missing.add(i);
        }
        held.forEach(missing::remove);
        sources.forEach(this::addSource);
    }

    void addSource(ReplicaId source) {
        strikes.putIfAbsent(source, 0);
    }

    /** What it was asked for is asked of others. */
    void dropSource(ReplicaId source) {
        strikes.remove(source);
        asked.entrySet().removeIf(entry -> {
            boolean lost = entry.getValue().source().equals(source);
            if (lost) {
                missing.add(entry.getKey());
            }
            return lost;
        });
    }

    boolean hasSources() {
        return !strikes.isEmpty();
    }

    boolean isComplete() {
        return missing.isEmpty() && asked.isEmpty() && storing.isEmpty();
    }

    int left() {
        return missing.size() + asked.size() + storing.size();
    }

    boolean expects(ReplicaId from, int index) {
        return Optional.ofNullable(asked.get(index)).filter(a -> a.source().equals(from))
                .isPresent();
    }

    void arrived(int index) {
        strikes.replace(asked.remove(index).source(), 0);
        storing.add(index);
    }

    void stored(int index) {
        storing.remove(index);
    }

    /** Sources that answer nothing for too long are dropped; the next question goes to the least busy one. */
    void expire(long nowMillis) {
        TreeSet<ReplicaId> slow = new TreeSet<>();
        asked.entrySet().removeIf(entry -> {
            boolean late = nowMillis >= entry.getValue().untilMillis();
            if (late) {
                missing.add(entry.getKey());
                slow.add(entry.getValue().source());
            }
            return late;
        });
        for (ReplicaId source : slow) {
            if (strikes.merge(source, 1, Integer::sum) >= STRIKES_MAX) {
                dropSource(source);
            }
        }
    }

    Optional<Question> next(long untilMillis) {
        if (missing.isEmpty() || asked.size() + storing.size() >= OUTSTANDING_MAX) {
            return Optional.empty();
        }
        Optional<ReplicaId> source = idlest();
        return source.map(s -> {
            int index = missing.pollFirst();
            asked.put(index, new Asked(s, untilMillis));
            return new Question(s, index);
        });
    }

    long deadlineMillis() {
        return asked.values().stream().mapToLong(Asked::untilMillis).min().orElse(Long.MAX_VALUE);
    }

    /** Who was late lately is asked after the others, and one thing at a time, but asked: else it is never dropped. */
    private Optional<ReplicaId> idlest() {
        Optional<ReplicaId> best = Optional.empty();
        long least = Long.MAX_VALUE;
        for (ReplicaId source : strikes.keySet()) {
            long open = asked.values().stream().filter(a -> a.source().equals(source)).count();
            int late = strikes.get(source);
            if (open < (late == 0 ? PER_SOURCE_MAX : 1) && open + late < least) {
                least = open + late;
                best = Optional.of(source);
            }
        }
        return best;
    }
}
