package io.quorate.state;

import io.quorate.evm.primitives.UInt256;
import java.util.ArrayList;
import java.util.List;

/**
 * How to undo the changes of a transaction, last first. Changes that cost a contract next to nothing are kept as
 * words and make no object: 8 bytes of a transient slot that was zero, 44 of a storage slot. Whoever undoes asks for
 * the {@link #last} kind and then takes what belongs to it, in the order that {@link Kind} names. Mutable, for
 * one {@link JournaledState}.
 */
final class UndoLog {
    enum Kind {
        /** A step to run. */
        STEP,
        /** A slot, and the word that it held. */
        STORAGE,
        /** The index of a transient slot, and the word that it held. */
        TRANSIENT,
        /** Nothing: the last log goes. */
        LOG,
        /** The counter as it was. */
        REFUND
    }

    private static final Kind[] KINDS = Kind.values();
    private static final int KIND_BITS = 3;
    private static final long IS_ZERO = 1L << KIND_BITS;
    private static final int INDEX_SHIFT = KIND_BITS + 1;

    private final PagedLongs words = new PagedLongs();
    private final List<Object> objects = new ArrayList<>();
    private long head;

    /** Grows with every change; a number of words, not of changes. */
    int size() {
        return words.size();
    }

    void clear() {
        words.clear();
        objects.clear();
    }

    void add(Runnable step) {
        objects.add(step);
        words.push(Kind.STEP.ordinal());
    }

    void addStorage(SlotEntry slot, UInt256 before) {
        objects.add(slot);
        addWord(before, Kind.STORAGE.ordinal());
    }

    void addTransient(int index, UInt256 before) {
        addWord(before, (long) index << INDEX_SHIFT | Kind.TRANSIENT.ordinal());
    }

    void addLog() {
        words.push(Kind.LOG.ordinal());
    }

    void addRefund(long before) {
        words.push(before);
        words.push(Kind.REFUND.ordinal());
    }

    private void addWord(UInt256 word, long header) {
        if (word.isZero()) {
            words.push(header | IS_ZERO);
            return;
        }
        for (int limb = 0; limb < 4; limb++) {
            words.push(word.limb(limb));
        }
        words.push(header);
    }

    /** Takes the last change off. */
    Kind last() {
        head = words.pop();
        return KINDS[(int) head & (1 << KIND_BITS) - 1];
    }

    Runnable takeStep() {
        return (Runnable) objects.removeLast();
    }

    SlotEntry takeSlot() {
        return (SlotEntry) objects.removeLast();
    }

    int takeIndex() {
        return (int) (head >>> INDEX_SHIFT);
    }

    long takeLong() {
        return words.pop();
    }

    UInt256 takeWord() {
        return (head & IS_ZERO) != 0 ? UInt256.ZERO
                : UInt256.ofLimbs(words.pop(), words.pop(), words.pop(), words.pop());
    }
}
