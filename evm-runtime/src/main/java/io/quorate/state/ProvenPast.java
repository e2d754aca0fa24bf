package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.StorageException;
import io.quorate.state.trie.MerkleProof;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.tuweni.bytes.Bytes;

/**
 * Values of past states as the tries prove them: each node on the way from a header's root is compared with its hash.
 * Throws {@link StorageException} where the tries of a block lead nowhere. The last answer about an account is kept, since
 * its slots are asked for after one another. For one thread.
 */
final class ProvenPast {
    private final KeyValueReader store;
    private final LongFunction<Optional<Hash>> stateRoots;
    private long lastBlock = -1;
    private Address lastAddress = Address.ZERO;
    private Optional<byte[]> lastAccount = Optional.empty();

    /** {@code stateRoots} knows the root that the header of a block names. */
    ProvenPast(KeyValueReader store, LongFunction<Optional<Hash>> stateRoots) {
        this.store = store;
        this.stateRoots = stateRoots;
    }

    /** As the leaf has it. */
    Optional<byte[]> account(Address address, long block) {
        if (block != lastBlock || !address.equals(lastAddress)) {
            lastAccount = account(Keccak256.hash(address.toArray()), block);
            lastBlock = block;
            lastAddress = address;
        }
        return lastAccount;
    }

    Optional<byte[]> account(Hash hashedAddress, long block) {
        Hash root = stateRoots.apply(block).orElseThrow(
                () -> new StorageException("the header of block " + block + " is missing"));
        return find(StateKeys.accountTrie(), root, hashedAddress, block);
    }

    /** The RLP of its value. */
    Optional<byte[]> slot(Address address, UInt256 slot, long block) {
        Hash root = account(address, block).flatMap(StoredAccounts::tryDecode)
                .map(StoredAccount::storageRoot).orElse(Hash.EMPTY_TRIE_ROOT);
        return find(StateKeys.storageTrie(Keccak256.hash(address.toArray())), root,
                Keccak256.hash(slot.toArray()), block);
    }

    private Optional<byte[]> find(byte[] trie, Hash root, Hash key, long block) {
        if (root.equals(Hash.EMPTY_TRIE_ROOT)) {
            return Optional.empty();
        }
        List<Bytes> nodes;
        try {
            nodes = new PastTries(store, block).trie(trie, root).prove(key.toArray());
        } catch (IllegalStateException e) { // a node that is none, or is missing
            throw new StorageException("the tries of block " + block + " are broken: "
                    + e.getMessage(), e);
        }
        return switch (MerkleProof.check(root, key.toArray(), nodes)) {
            case MerkleProof.Verdict.Shown(var value) -> value.map(Bytes::toArray);
            case MerkleProof.Verdict.Invalid(var reason) -> throw new StorageException(
                    "the tries of block " + block + " are broken: " + reason);
        };
    }
}
