package io.quorate.state;

import io.quorate.evm.primitives.UInt256;

/**
 * The transient storage of one transaction (EIP-1153). A write costs so little gas that a block can hold half a
 * million slots of a contract's choosing, so a slot takes 72 bytes, and what finds it is no hash table, whose
 * chains a contract could choose as well, but a crit-bit tree for each account: no more than 256 steps, and
 * log₂ n of them for n keys that were not chosen with malice. A slot stays when its value is zero again. Mutable, for
 * one {@link JournaledState}.
 *
 * <p>A slot is nine words: key and value, each from its lowest limb, and the branch that was made with it. A
 * branch is the number of the first bit, from the highest, in which the keys below it differ, and where to go
 * on where it is zero and where it is one: to a slot, or to a branch, which then has its lowest bit set.
 */
final class TransientStorage {
    private static final int SLOT_WORDS = 9;
    private static final int VALUE = 4;
    private static final int BRANCH = 8;
    private static final int REFERENCE_BITS = 28;
    private static final int REFERENCE_MASK = (1 << REFERENCE_BITS) - 1;
    private static final int SLOTS_MAX = 1 << REFERENCE_BITS - 1;

    private final PagedLongs words = new PagedLongs();
    private int count;

    void clear() {
        words.clear();
        count = 0;
    }

    UInt256 value(int slot) {
        int at = slot * SLOT_WORDS + VALUE;
        return UInt256.ofLimbs(words.get(at + 3), words.get(at + 2), words.get(at + 1),
                words.get(at));
    }

    void setValue(int slot, UInt256 value) {
        for (int limb = 0; limb < 4; limb++) {
            words.set(slot * SLOT_WORDS + VALUE + limb, value.limb(limb));
        }
    }

    /** The first slot of an account: a reference to start from. */
    int plant(UInt256 key) {
        return add(key) << 1;
    }

    /** The slot of {@code key} under {@code root}, or the one beside which it would stand. */
    int nearest(int root, UInt256 key) {
        int reference = root;
        while (isBranch(reference)) {
            reference = child(branchAt(reference), key);
        }
        return reference >>> 1;
    }

    boolean holds(int slot, UInt256 key) {
        return firstDifference(slot, key) < 0;
    }

    /**
     * Adds a slot for {@code key}, which is not there yet.
     *
     * @param nearest what {@link #nearest} gave
     * @return the root from now on; the slot is {@link #lastAdded}
     */
    int insert(int root, int nearest, UInt256 key) {
        int bit = firstDifference(nearest, key);
        int parent = -1;
        int below = root;
        while (isBranch(below) && bitOf(branchAt(below)) < bit) {
            parent = below;
            below = child(branchAt(below), key);
        }
        int slot = add(key);
        int branch = slot << 1 | 1;
        words.set(slot * SLOT_WORDS + BRANCH, isSet(key, bit) ? branch(bit, below, slot << 1)
                : branch(bit, slot << 1, below));
        if (parent < 0) {
            return branch;
        }
        long old = branchAt(parent);
        words.set((parent >>> 1) * SLOT_WORDS + BRANCH, isSet(key, bitOf(old))
                ? branch(bitOf(old), zeroSide(old), branch)
                : branch(bitOf(old), branch, oneSide(old)));
        return root;
    }

    int lastAdded() {
        return count - 1;
    }

    private int add(UInt256 key) {
        if (count == SLOTS_MAX) {
            throw new IllegalStateException("more than " + SLOTS_MAX + " transient slots");
        }
        for (int limb = 0; limb < 4; limb++) {
            words.push(key.limb(limb));
        }
        for (int i = VALUE; i < SLOT_WORDS; i++) {
            words.push(0);
        }
        count++;
        return count - 1;
    }

    /** Counted from the highest bit; negative where the slot's key is {@code key}. */
    private int firstDifference(int slot, UInt256 key) {
        for (int limb = 3; limb >= 0; limb--) {
            long difference = words.get(slot * SLOT_WORDS + limb) ^ key.limb(limb);
            if (difference != 0) {
                return (3 - limb) * Long.SIZE + Long.numberOfLeadingZeros(difference);
            }
        }
        return -1;
    }

    private static boolean isSet(UInt256 key, int bit) {
        return key.limb(3 - (bit >>> 6)) << bit < 0;
    }

    private static boolean isBranch(int reference) {
        return (reference & 1) != 0;
    }

    private long branchAt(int reference) {
        return words.get((reference >>> 1) * SLOT_WORDS + BRANCH);
    }

    private static long branch(int bit, int zeroSide, int oneSide) {
        return (long) bit << 2 * REFERENCE_BITS | (long) zeroSide << REFERENCE_BITS | oneSide;
    }

    private static int bitOf(long branch) {
        return (int) (branch >>> 2 * REFERENCE_BITS);
    }

    private static int zeroSide(long branch) {
        return (int) (branch >>> REFERENCE_BITS) & REFERENCE_MASK;
    }

    private static int oneSide(long branch) {
        return (int) branch & REFERENCE_MASK;
    }

    private static int child(long branch, UInt256 key) {
        return isSet(key, bitOf(branch)) ? oneSide(branch) : zeroSide(branch);
    }
}
