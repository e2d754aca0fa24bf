package io.quorate.bft.sim;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What clients were answered, and whether one history explains it (row 27): writes are linearizable, and neither a client
 * nor a replica goes back. Each write appends a value that nobody else writes, and is told the place that it got; a read
 * tells the number of values and the last one. So a value has one place and a place one value, and whatever is begun
 * after a place was shown comes behind it. Answers come in the order of virtual time, which makes each check a
 * comparison. Knows nothing of slots, views and disks. Mutable, one thread.
 */
final class ClientHistory {
    private final TreeMap<Long, Long> values = new TreeMap<>();
    private final TreeMap<Long, Long> places = new TreeMap<>();
    /** The last place that was shown to anybody before a value was sent. */
    private final TreeMap<Long, Long> floors = new TreeMap<>();
    private final TreeMap<Integer, Long> byReplica = new TreeMap<>();
    private final TreeMap<Integer, Long> byClient = new TreeMap<>();
    private long shown;
    private long acknowledged;
    private long reads;

    /** A client sends a write. */
    void invoked(long value) {
        if (places.containsKey(value)) {
            throw violation("value " + value + " was shown before it was written");
        }
        floors.putIfAbsent(value, shown);
    }

    /** Whether it was sent already. */
    boolean isKnown(long value) {
        return floors.containsKey(value);
    }

    void acknowledged(int client, int replica, long value, long place) {
        settle(value, place);
        if (place <= floors.getOrDefault(value, 0L)) {
            throw violation("value " + value + " got place " + place + ", but place "
                    + floors.get(value) + " was shown before it was sent");
        }
        acknowledged++;
        note(replica, place);
        byClient.merge(client, place, Math::max);
    }

    /** A client reads: so many values, and the last one where the replica knows it. */
    void read(int client, int replica, long count, OptionalLong last) {
        if (count < seenBy(client)) {
            throw violation("client " + client + " goes back at r" + replica + ": it sees place "
                    + count + " after " + seenBy(client));
        }
        reads++;
        byClient.put(client, count);
        show(replica, count, last);
    }

    /** Somebody reads who does not remember what others showed. */
    void show(int replica, long count, OptionalLong last) {
        long before = byReplica.getOrDefault(replica, 0L);
        if (count < before) {
            throw violation("r" + replica + " goes back: it shows place " + count + " after "
                    + before);
        }
        if (last.isPresent()) {
            settle(last.getAsLong(), count);
        }
        note(replica, count);
    }

    private void note(int replica, long place) {
        byReplica.merge(replica, place, Math::max);
        shown = Math.max(shown, place);
    }

    /** A place holds one value, and a value has one place. */
    private void settle(long value, long place) {
        Long other = values.putIfAbsent(place, value);
        Long elsewhere = places.putIfAbsent(value, place);
        if (other != null && other != value || elsewhere != null && elsewhere != place) {
            throw violation("value " + value + " is shown at place " + place + ", which "
                    + (other != null && other != value ? "value " + other + " has"
                            : "is not its place " + elsewhere));
        }
    }

    /** Another machine stands in for the replica: nothing holds for it yet. */
    void forget(int replica) {
        byReplica.remove(replica);
    }

    /** The last place that a client saw. */
    long seenBy(int client) {
        return byClient.getOrDefault(client, 0L);
    }

    /** What was shown, by its place; values between two of them may have been shown to nobody. */
    SortedMap<Long, Long> values() {
        return Collections.unmodifiableSortedMap(values);
    }

    long acknowledged() {
        return acknowledged;
    }

    long reads() {
        return reads;
    }

    private static InvariantViolation violation(String what) {
        return new InvariantViolation("clients: " + what);
    }
}
