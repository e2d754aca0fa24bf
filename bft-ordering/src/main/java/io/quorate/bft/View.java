package io.quorate.bft;

/** The number of a leadership period within an epoch, from 0. Never falls at a correct replica. */
public record View(long number) implements Comparable<View> {
    public static final View ZERO = new View(0);

    public View {
        if (number < 0) {
            throw new IllegalArgumentException("negative View " + number);
        }
    }

    public View next() {
        return new View(number + 1);
    }

    public boolean isAfter(View other) {
        return number > other.number;
    }

    public boolean isBefore(View other) {
        return number < other.number;
    }

    @Override
    public int compareTo(View other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "v" + number;
    }
}
