package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import io.quorate.state.trie.MerklePatriciaTrie;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * An account and some of its slots, provable to whoever knows the state root (EIP-1186).
 *
 * @param account empty where the proof shows that there is none
 * @param storageRoot the empty trie's for an account without storage
 * @param nodes from the state root towards the account
 */
public record AccountProof(Address address, Optional<Account> account, Hash storageRoot,
        List<Bytes> nodes, List<SlotProof> slots) {
    /** A slot's value, zero where it is absent, and the nodes from the storage root towards it. */
    public record SlotProof(UInt256 key, UInt256 value, List<Bytes> nodes) {
        public SlotProof {
            nodes = List.copyOf(nodes);
        }
    }

    public AccountProof {
        nodes = List.copyOf(nodes);
        slots = List.copyOf(slots);
    }

    /** Reads the proof from the stored tries; {@code store} must not change meanwhile. */
    public static AccountProof of(KeyValueReader store, Address address,
            List<UInt256> slotKeys) {
        Hash hashedAddress = Keccak256.hash(address.toArray());
        List<Bytes> nodes = trie(store, StateKeys.accountTrie()).prove(hashedAddress.toArray());
        Optional<StoredAccount> account = store.read(Space.STATE, StateKeys.account(address))
                .map(StoredAccount::decode);
        MerklePatriciaTrie storage = trie(store, StateKeys.storageTrie(hashedAddress));
        List<SlotProof> slots = slotKeys.stream()
                .map(key -> new SlotProof(key,
                        store.read(Space.STATE, StateKeys.slot(address, key))
                                .map(UInt256::ofBytes).orElse(UInt256.ZERO),
                        storage.prove(Keccak256.hash(key.toArray()).toArray())))
                .toList();
        return new AccountProof(address, account.map(StoredAccount::account),
                account.map(StoredAccount::storageRoot).orElse(Hash.EMPTY_TRIE_ROOT), nodes, slots);
    }

    private static MerklePatriciaTrie trie(KeyValueReader store, byte[] prefix) {
        return new MerklePatriciaTrie(
                path -> store.read(Space.TRIE, StateKeys.trieNode(prefix, path)));
    }
}
