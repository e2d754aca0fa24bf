package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;

/** One value of the state, whose changes can be asked for. */
public sealed interface StateEntry {
    Address address();

    /** A storage slot of a contract. */
    record Slot(Address address, UInt256 slot) implements StateEntry {}

    /** In wei. */
    record Balance(Address address) implements StateEntry {}

    record Nonce(Address address) implements StateEntry {}

    /** Keccak-256 of the code; of no account and of an account without code, that of nothing. */
    record CodeHash(Address address) implements StateEntry {}

    /** Any of an account's fields or slots: each transaction that changed one of them counts, by its version's place. */
    record Touched(Address address) implements StateEntry {}
}
