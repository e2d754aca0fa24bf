package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.StorageException;
import io.quorate.state.trie.MerkleProof;
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

    /**
     * Reads the proof from the tries of {@code block}, which a caller knows to be there; {@code store} must not change
     * meanwhile. Fails with {@link StorageException} where what is stored proves nothing.
     *
     * @param stateRoot of that block
     */
    public static AccountProof of(KeyValueReader store, long block, Hash stateRoot,
            Address address, List<UInt256> slotKeys) {
        PastTries tries = new PastTries(store, block);
        Hash hashed = Keccak256.hash(address.toArray());
        Proven account = prove(tries, StateKeys.accountTrie(), stateRoot, hashed);
        Optional<StoredAccount> stored = account.value.map(StoredAccount::decode);
        Hash storageRoot = stored.map(StoredAccount::storageRoot).orElse(Hash.EMPTY_TRIE_ROOT);
        List<SlotProof> slots = slotKeys.stream().map(key -> {
            Proven slot = prove(tries, StateKeys.storageTrie(hashed), storageRoot,
                    Keccak256.hash(key.toArray()));
            return new SlotProof(key, slot.value.map(AccountProof::word).orElse(UInt256.ZERO),
                    slot.nodes);
        }).toList();
        return new AccountProof(address, stored.map(StoredAccount::account), storageRoot,
                account.nodes, slots);
    }

    /** Nodes, and what they show. */
    private record Proven(List<Bytes> nodes, Optional<byte[]> value) {}

    /** Nobody is given a proof that does not hold, whatever became of the disk. */
    private static Proven prove(PastTries tries, byte[] trie, Hash root, Hash key) {
        if (root.equals(Hash.EMPTY_TRIE_ROOT)) {
            return new Proven(List.of(), Optional.empty());
        }
        List<Bytes> nodes = tries.trie(trie, root).prove(key.toArray());
        return switch (MerkleProof.check(root, key.toArray(), nodes)) {
            case MerkleProof.Verdict.Shown(var value) ->
                    new Proven(nodes, value.map(Bytes::toArray));
            case MerkleProof.Verdict.Invalid(var reason) -> throw StorageException.damage(
                    "the stored trie of block " + tries.block() + " is corrupt: " + reason);
        };
    }

    private static UInt256 word(byte[] rlp) {
        try {
            return new RlpReader(rlp).readUInt256();
        } catch (DecodeException e) {
            throw StorageException.damage("a stored slot is corrupt: " + Bytes.wrap(rlp), e);
        }
    }
}
