package io.quorate.state.trie;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.fixtures.FixtureArchive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MerklePatriciaTrieTest {
    @Test
    void anEmptyTrieHasTheEmptyRoot() {
        assertThat(MerklePatriciaTrie.rootOf(Map.of())).isEqualTo(Hash.EMPTY_TRIE_ROOT);
    }

    /** ethereum/tests TrieTests. */
    @TestFactory
    List<DynamicTest> rootsOfThePublishedVectors() {
        List<DynamicTest> tests = new ArrayList<>();
        FixtureArchive.read("ethereum-tests-basic.tar.gz",
                n -> n.contains("/TrieTests/") && !n.contains("nextprev")).forEach(
                        (file, content) -> FixtureArchive.json(content).properties().forEach(
                                test -> tests.add(DynamicTest.dynamicTest(
                                        file.substring(file.lastIndexOf('/') + 1) + " "
                                                + test.getKey(),
                                        () -> check(test.getValue(),
                                                file.toLowerCase(Locale.ROOT)
                                                        .contains("secure"))))));
        assertThat(tests).hasSizeGreaterThan(10);
        return tests;
    }

    private static void check(JsonNode test, boolean secure) {
        MerklePatriciaTrie trie = new MerklePatriciaTrie(NodeSource.EMPTY);
        JsonNode in = test.get("in");
        if (in.isArray()) {
            in.forEach(pair -> apply(trie, pair.get(0).asText(), pair.get(1), secure));
        } else {
            in.properties().forEach(e -> apply(trie, e.getKey(), e.getValue(), secure));
        }
        assertThat(trie.commit().root()).isEqualTo(Hash.fromHex(test.get("root").asText()));
    }

    private static void apply(MerklePatriciaTrie trie, String key, JsonNode value,
            boolean secure) {
        byte[] keyBytes = secure ? Keccak256.hash(bytesOf(key)).toArray() : bytesOf(key);
        if (value.isNull()) {
            trie.remove(keyBytes);
        } else {
            trie.put(keyBytes, bytesOf(value.asText()));
        }
    }

    private static byte[] bytesOf(String text) {
        return text.startsWith("0x") ? Bytes.fromHexString(text).toArray()
                : text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A trie that lives in a map of path-keyed nodes over many batches has, after each, the root of a trie made
     * from scratch, and the map holds that trie's nodes and nothing else.
     */
    @Test
    void batchesOverStoredNodesEqualATrieFromScratch() {
        for (long seed = 1; seed <= 40; seed++) {
            runBatches(seed, new Random(seed));
        }
    }

    private static void runBatches(long seed, Random random) {
        Map<Bytes, byte[]> nodes = new HashMap<>();
        Map<Bytes, Bytes> model = new TreeMap<>();
        int keyBytes = 1 + random.nextInt(3);
        for (int batch = 0; batch < 12; batch++) {
            MerklePatriciaTrie trie = new MerklePatriciaTrie(
                    path -> Optional.ofNullable(nodes.get(Bytes.wrap(path))));
            for (int i = random.nextInt(30); i >= 0; i--) {
                byte[] key = new byte[keyBytes];
                random.nextBytes(key);
                key[0] &= 0x13; // few different ones, so that paths are shared and removals hit
                if (random.nextInt(3) == 0) {
                    trie.remove(key);
                    model.remove(Bytes.wrap(key));
                } else {
                    byte[] value = new byte[1 + random.nextInt(40)];
                    random.nextBytes(value);
                    value[0] |= 1;
                    trie.put(key, value);
                    model.put(Bytes.wrap(key), Bytes.wrap(value));
                }
            }
            TrieUpdate update = trie.commit();
            update.writes().forEach(w -> {
                if (w.isRemoval()) {
                    assertThat(nodes.remove(Bytes.wrap(w.path()))).isNotNull();
                } else {
                    nodes.put(Bytes.wrap(w.path()), w.rlp());
                }
            });
            assertThat(update.root()).describedAs("seed %d batch %d", seed, batch)
                    .isEqualTo(MerklePatriciaTrie.rootOf(model));
            assertThat(nodes.keySet()).describedAs("seed %d batch %d", seed, batch)
                    .isEqualTo(nodesFromScratch(model));
            model.forEach((key, value) -> assertThat(trie.find(key.toArray()))
                    .hasValueSatisfying(v -> assertThat(Bytes.wrap(v)).isEqualTo(value)));
        }
    }

    private static Set<Bytes> nodesFromScratch(Map<Bytes, Bytes> model) {
        MerklePatriciaTrie trie = new MerklePatriciaTrie(NodeSource.EMPTY);
        model.forEach((k, v) -> trie.put(k.toArray(), v.toArray()));
        Set<Bytes> paths = new HashSet<>();
        trie.commit().writes().forEach(w -> paths.add(Bytes.wrap(w.path())));
        return paths;
    }
}
