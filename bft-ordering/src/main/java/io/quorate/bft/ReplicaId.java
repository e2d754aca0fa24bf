package io.quorate.bft;

/** A replica's position in its epoch's validator list, from 0. */
public record ReplicaId(int index) implements Comparable<ReplicaId> {
    public ReplicaId {
        if (index < 0) {
            throw new IllegalArgumentException("negative replica index " + index);
        }
    }

    @Override
    public int compareTo(ReplicaId other) {
        return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return "r" + index;
    }
}
