package io.quorate.bft;

/**
 * A validator's number in the registry: from 0, never given to another, the same in every epoch that it is a member of
 * and under every key it ever has. In an epoch it is known by its place in the member list, a {@link ReplicaId}.
 */
public record MemberId(int number) implements Comparable<MemberId> {
    public MemberId {
        if (number < 0) {
            throw new IllegalArgumentException("negative member number " + number);
        }
    }

    @Override
    public int compareTo(MemberId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "m" + number;
    }
}
