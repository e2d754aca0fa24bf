package io.quorate.state;

import io.quorate.evm.primitives.UInt256;

/** One storage slot in the working set of a {@link JournaledState}. Mutable, owned by it. */
final class SlotEntry {
    /** As the view below has it; zero where the account's storage was cleared before. */
    final UInt256 base;
    UInt256 value;
    /** The value at the start of transaction {@link #originalIn} (EIP-2200). */
    UInt256 original;
    int originalIn;
    int warmIn;
    /** EIP-7928; never undone. */
    boolean accessed;

    SlotEntry(UInt256 base, int transaction) {
        this.base = base;
        value = base;
        original = base;
        originalIn = transaction;
    }
}
