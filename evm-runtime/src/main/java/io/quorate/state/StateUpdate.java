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
    private final Map<Address, Optional<StoredAccount>> accounts;
    private final Map<Address, Map<UInt256, UInt256>> slots;

    StateUpdate(long blockNumber, Hash root, WriteBatch writes,
            Map<Address, Optional<StoredAccount>> accounts,
            Map<Address, Map<UInt256, UInt256>> slots) {
        this.blockNumber = blockNumber;
        this.root = root;
        this.writes = writes;
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

    Map<Address, Optional<StoredAccount>> accounts() {
        return accounts;
    }

    Map<Address, Map<UInt256, UInt256>> slots() {
        return slots;
    }
}
