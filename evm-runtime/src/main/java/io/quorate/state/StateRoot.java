package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.trie.MerklePatriciaTrie;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** The state root of a whole state at hand, without a store: for genesis blocks and state tests. */
public final class StateRoot {
    private StateRoot() {}

    /** The root over {@code accounts}; their storage is looked up in {@code storage}, where zeros do not count. */
    public static Hash of(Map<Address, Account> accounts,
            Map<Address, ? extends Map<UInt256, UInt256>> storage) {
        Map<Bytes, Bytes> leaves = new TreeMap<>();
        accounts.forEach((address, account) -> {
            Map<UInt256, UInt256> slots = storage.get(address);
            Hash root = slots == null ? Hash.EMPTY_TRIE_ROOT : ofStorage(slots);
            leaves.put(Keccak256.hash(address.toArray()).bytes(),
                    Bytes.wrap(new StoredAccount(account, root).encode()));
        });
        return MerklePatriciaTrie.rootOf(leaves);
    }

    /** The root over the slots that are not zero. */
    public static Hash ofStorage(Map<UInt256, UInt256> slots) {
        Map<Bytes, Bytes> leaves = new TreeMap<>();
        slots.forEach((key, value) -> {
            if (!value.isZero()) {
                leaves.put(Keccak256.hash(key.toArray()).bytes(),
                        new RlpWriter(40).write(value).toBytes());
            }
        });
        return MerklePatriciaTrie.rootOf(leaves);
    }
}
