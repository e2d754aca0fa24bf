package io.quorate.execution;

/**
 * The values that transactions gave to one thing, as an immutable list from the highest index down; the empty list is
 * null. Writes come in nearly ascending order, so both ends of the work are at its head.
 */
record Versions<T>(int index, T value, Versions<T> older) {
    /** With {@code value} at {@code index}, in the place of one that is there. */
    static <T> Versions<T> with(Versions<T> head, int index, T value) {
        if (head == null || head.index < index) {
            return new Versions<>(index, value, head);
        }
        return head.index == index ? new Versions<>(index, value, head.older)
                : new Versions<>(head.index, head.value, with(head.older, index, value));
    }

    static <T> Versions<T> without(Versions<T> head, int index) {
        if (head == null || head.index < index) {
            return head;
        }
        return head.index == index ? head.older
                : new Versions<>(head.index, head.value, without(head.older, index));
    }

    /** The last before {@code index}; null where there is none. */
    static <T> Versions<T> before(Versions<T> head, int index) {
        Versions<T> at = head;
        while (at != null && at.index >= index) {
            at = at.older;
        }
        return at;
    }
}
