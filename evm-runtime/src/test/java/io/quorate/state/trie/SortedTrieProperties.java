package io.quorate.state.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quorate.evm.primitives.Hash;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Entries in order have the root that the trie has which takes them in any order. */
class SortedTrieProperties {
    private static final long SEED = 4711;

    @Test
    void hasTheRootOfTheTrie() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            Map<Bytes, Bytes> entries = new TreeMap<>();
            int size = 1 + random.nextInt(3) * 15;
            int count = random.nextInt(40);
            for (int i = 0; i < count; i++) {
                byte[] key = new byte[size];
                random.nextBytes(key);
                for (int j = 0; j < size; j++) {
                    key[j] &= (byte) (round % 2 == 0 ? 0x13 : 0xff); // long common beginnings
                }
                byte[] value = new byte[1 + random.nextInt(random.nextBoolean() ? 3 : 60)];
                random.nextBytes(value);
                entries.put(Bytes.wrap(key), Bytes.wrap(value));
            }
            SortedTrie trie = new SortedTrie();
            entries.forEach((key, value) -> trie.add(key.toArray(), value.toArray()));
            assertThat(trie.root()).as("seed %d, round %d, %d entries", SEED, round, count)
                    .isEqualTo(MerklePatriciaTrie.rootOf(entries));
        }
        assertThat(new SortedTrie().root()).isEqualTo(Hash.EMPTY_TRIE_ROOT);
    }

    @Test
    void refusesKeysOutOfOrder() {
        SortedTrie trie = new SortedTrie();
        trie.add(new byte[]{2}, new byte[]{1});
        assertThatIllegalStateException().isThrownBy(() -> trie.add(new byte[]{2},
                new byte[]{1}));
        assertThatIllegalStateException().isThrownBy(() -> trie.add(new byte[]{1},
                new byte[]{1}));
    }
}
