package io.quorate.state;

import io.quorate.evm.primitives.Hash;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.trie.MerklePatriciaTrie;
import java.util.Optional;

/**
 * The tries as one block left them. A block keeps the nodes that it replaces; so a node is, of the versions that
 * later blocks replaced, the first, and where there is none, that of the latest trie. A path where the block had no
 * node is not to be asked for: what a later block put there would be the answer. The store must not change meanwhile.
 */
record PastTries(KeyValueReader store, long block) {
    /** {@code root} is what the trie had then; a node that is not the one that its parent names is not taken. */
    MerklePatriciaTrie trie(byte[] prefix, Hash root) {
        return new MerklePatriciaTrie(path -> replaced(prefix, path)
                .or(() -> store.read(Space.TRIE, StateKeys.trieNode(prefix, path))), root);
    }

    private Optional<byte[]> replaced(byte[] prefix, byte[] path) {
        try (Cursor later = store.scan(Space.TRIE_HISTORY,
                StateKeys.replacedNode(prefix, path, block + 1),
                Keys.afterPrefix(StateKeys.replacedNode(prefix, path)))) {
            return later.hasNext() ? Optional.of(later.next().value()) : Optional.empty();
        }
    }
}
