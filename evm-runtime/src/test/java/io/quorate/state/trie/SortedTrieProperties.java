package io.quorate.state.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.primitives.Hash;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The oracle is the trie that takes keys in any order. */
class SortedTrieProperties {
    @Test
    void handsOutTheNodesAndTheRootOfTheOrdinaryTrie() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            int keySize = 1 + random.nextInt(6);
            // Small values are nodes inside others; few different bytes make long common paths.
            int alphabet = random.nextBoolean() ? 256 : 3;
            Map<Bytes, Bytes> entries = new TreeMap<>();
            for (int i = random.nextInt(400); i >= 0; i--) {
                byte[] key = new byte[keySize];
                for (int j = 0; j < keySize; j++) {
                    key[j] = (byte) (random.nextInt(alphabet) * (alphabet == 3 ? 0x11 : 1));
                }
                byte[] value = new byte[1 + random.nextInt(50)];
                random.nextBytes(value);
                entries.put(Bytes.wrap(key), Bytes.wrap(value));
            }
            check(seed, entries);
        }
    }

    private static void check(long seed, Map<Bytes, Bytes> entries) {
        MerklePatriciaTrie expected = new MerklePatriciaTrie(NodeSource.EMPTY);
        entries.forEach((key, value) -> expected.put(key.toArray(), value.toArray()));
        TrieUpdate update = expected.commit();
        Map<Bytes, Bytes> nodes = new HashMap<>();
        SortedTrie trie = new SortedTrie((path, rlp) -> assertThat(
                nodes.put(Bytes.wrap(path), Bytes.wrap(rlp))).as("seed %d", seed).isNull());
        entries.forEach((key, value) -> trie.add(key.toArray(), value.toArray()));
        assertThat(trie.finish()).as("seed %d", seed).isEqualTo(update.root());
        Map<Bytes, Bytes> written = new HashMap<>();
        update.writes().forEach(write -> written.put(Bytes.wrap(write.path()),
                Bytes.wrap(write.rlp())));
        assertThat(nodes).as("seed %d", seed).isEqualTo(written);
    }

    @Test
    void isEmptyWithoutKeysAndRefusesThoseThatDoNotAscend() {
        SortedTrie trie = new SortedTrie((path, rlp) -> {
            throw new AssertionError("an empty trie has no nodes");
        });
        assertThat(trie.finish()).isEqualTo(Hash.EMPTY_TRIE_ROOT);
        SortedTrie other = new SortedTrie((path, rlp) -> {});
        other.add(new byte[]{2}, new byte[]{1});
        assertThatThrownBy(() -> other.add(new byte[]{2}, new byte[]{1}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.add(new byte[]{1}, new byte[]{1}))
                .isInstanceOf(IllegalStateException.class);
    }
}
