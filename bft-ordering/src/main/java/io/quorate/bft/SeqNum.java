package io.quorate.bft;

/** The number of a slot of the order, from 1; 0 stands for "before the first slot". */
public record SeqNum(long number) implements Comparable<SeqNum> {
    public static final SeqNum ZERO = new SeqNum(0);

    public SeqNum {
        if (number < 0) {
            throw new IllegalArgumentException("negative SeqNum " + number);
        }
    }

    public SeqNum next() {
        return new SeqNum(number + 1);
    }

    public boolean isAfter(SeqNum other) {
        return number > other.number;
    }

    public boolean isBefore(SeqNum other) {
        return number < other.number;
    }

    @Override
    public int compareTo(SeqNum other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "s" + number;
    }
}
