package io.quorate.state;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;

/**
 * What an address holds besides its storage (Yellow Paper §4.1); the storage root is kept with the trie.
 *
 * @param nonce unsigned; below 2^64 - 1 (EIP-2681)
 * @param balance in wei
 */
public record Account(long nonce, UInt256 balance, Hash codeHash) {
    public static final Account EMPTY = new Account(0, UInt256.ZERO, Hash.EMPTY);

    /** EIP-161: no nonce, no balance, no code. */
    public boolean isEmpty() {
        return nonce == 0 && balance.isZero() && codeHash.equals(Hash.EMPTY);
    }

    public boolean hasCode() {
        return !codeHash.equals(Hash.EMPTY);
    }
}
