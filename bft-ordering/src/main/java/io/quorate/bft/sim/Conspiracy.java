package io.quorate.bft.sim;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.util.Optional;
import java.util.TreeMap;

/** What the faulty replicas of a run share: whom they tell which story, and the second value of each slot. Mutable. */
final class Conspiracy {
    private static final int SLOTS_MAX = 256;

    private final long sides;
    private final TreeMap<Place, Digest> alternatives = new TreeMap<>();

    private record Place(View view, SeqNum seq) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = seq.compareTo(other.seq);
            return order == 0 ? view.compareTo(other.view) : order;
        }
    }

    Conspiracy(SimRandom random) {
        this.sides = random.nextLong();
    }

    /** Whether that replica hears the second story. */
    boolean otherSide(int replica) {
        return (sides >>> replica & 1) != 0;
    }

    void plan(View view, SeqNum seq, Digest second) {
        alternatives.put(new Place(view, seq), second);
        if (alternatives.size() > SLOTS_MAX) {
            alternatives.pollFirstEntry();
        }
    }

    Optional<Digest> second(View view, SeqNum seq) {
        return Optional.ofNullable(alternatives.get(new Place(view, seq)));
    }
}
