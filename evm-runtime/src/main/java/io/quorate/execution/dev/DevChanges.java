package io.quorate.execution.dev;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.JournaledState;
import io.quorate.state.StateView;

/** Writes to {@link DevState}, and what no transaction can do to an account. Mutable, used once by one thread. */
final class DevChanges {
    private final JournaledState state;

    DevChanges(JournaledState state) {
        this.state = state;
    }

    void set(UInt256 slot, UInt256 value) {
        if (state.nonce(DevState.ACCOUNT) == 0) {
            state.setNonce(DevState.ACCOUNT, 1); // or it would be empty, and removed (EIP-161)
        }
        state.setStorage(DevState.ACCOUNT, slot, value);
    }

    void set(UInt256 slot, long value) {
        set(slot, UInt256.of(value));
    }

    void set(UInt256 slot, boolean flag) {
        set(slot, flag ? UInt256.ONE : UInt256.ZERO);
    }

    static void setBalance(JournaledState state, Address address, UInt256 wei) {
        UInt256 has = state.balance(address);
        if (has.compareTo(wei) < 0) {
            state.addBalance(address, wei.minus(has));
        } else if (!has.equals(wei)) {
            state.subtractBalance(address, has.minus(wei));
        } else {
            state.touch(address);
        }
    }

    /** What goes back with the state, as it was in {@code before}. */
    void restoreSettings(StateView before) {
        for (int slot = 0; slot < DevState.REVERTED_SLOTS; slot++) {
            set(UInt256.of(slot), before.storage(DevState.ACCOUNT, UInt256.of(slot)));
        }
    }
}
