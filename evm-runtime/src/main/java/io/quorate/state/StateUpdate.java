package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.WriteBatch;
import java.util.Map;
import java.util.Optional;

/**
 * What a block does to the stored state, worked out but not done: it has no effect until its writes are part
 * of a batch that was written, and {@link StateStore#committed} was told.
 */
public final class StateUpdate {
    private final long blockNumber;
    private final Hash root;
    private final WriteBatch writes;
    /** What differs between two blocks: accounts as the first had them, and the names of slots. */
    record Difference(Map<Address, Optional<StoredAccount>> before,
            Map<Address, Map<UInt256, UInt256>> slots) {
        /** Whether the slot may have another value than before. */
        boolean has(Address address, UInt256 slot) {
            Map<UInt256, UInt256> changed = slots.get(address);
            return changed != null && changed.containsKey(slot);
        }
    }

    private final Map<Address, Optional<StoredAccount>> before;
    private final Map<Address, Optional<StoredAccount>> accounts;
    private final Map<Address, Map<UInt256, UInt256>> slots;

    StateUpdate(long blockNumber, Hash root, WriteBatch writes,
            Map<Address, Optional<StoredAccount>> before,
            Map<Address, Optional<StoredAccount>> accounts,
            Map<Address, Map<UInt256, UInt256>> slots) {
        this.blockNumber = blockNumber;
        this.root = root;
        this.writes = writes;
        this.before = before;
        this.accounts = accounts;
        this.slots = slots;
    }

    /** The state root of the block. */
    public Hash root() {
        return root;
    }

    public long blockNumber() {
        return blockNumber;
    }

    /** To be written in one batch with the block itself. */
    public WriteBatch writes() {
        return writes;
    }

    /** From the block before to this one. */
    Difference difference() {
        return new Difference(before, slots);
    }

    /** The changed accounts as this block leaves them. */
    Map<Address, Optional<StoredAccount>> accounts() {
        return accounts;
    }

    Map<Address, Map<UInt256, UInt256>> slots() {
        return slots;
    }
}
