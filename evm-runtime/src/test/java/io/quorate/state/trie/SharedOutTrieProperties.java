package io.quorate.state.trie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Many changes at once, by subtrees, against one key after the other and against the root from scratch. */
class SharedOutTrieProperties {
    /** Threads of its own for each task, begun in another order than given. */
    private static final TaskRunner PARALLEL = tasks -> {
        List<Runnable> shuffled = new ArrayList<>(tasks);
        Collections.shuffle(shuffled, new Random(tasks.size()));
        List<Thread> threads = shuffled.stream().map(task -> Thread.ofPlatform().start(task))
                .toList();
        for (Thread thread : threads) {
            join(thread);
        }
    };

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test", e);
        }
    }

    /** Nodes as a store keeps them. */
    private static final class Nodes implements NodeSource {
        private final Map<Bytes, byte[]> byPath = new HashMap<>();

        @Override
        public Optional<byte[]> node(byte[] path) {
            return Optional.ofNullable(byPath.get(Bytes.wrap(path)));
        }

        void write(TrieUpdate update) {
            for (TrieUpdate.NodeWrite write : update.writes()) {
                Bytes path = Bytes.wrap(write.path());
                assertThat(write.before()).as("what is there")
                        .isEqualTo(byPath.getOrDefault(path, new byte[0]));
                if (write.isRemoval()) {
                    byPath.remove(path);
                } else {
                    byPath.put(path, write.rlp());
                }
            }
        }

        Map<Bytes, Bytes> content() {
            Map<Bytes, Bytes> content = new TreeMap<>();
            byPath.forEach((path, rlp) -> content.put(path, Bytes.wrap(rlp)));
            return content;
        }
    }

    @Test
    void rootNodesAndWritesAreTheSame() {
        for (long seed = 1; seed <= 60; seed++) {
            run(seed, new Random(seed));
        }
    }

    private static void run(long seed, Random random) {
        Nodes oneByOne = new Nodes();
        Nodes alone = new Nodes();
        Nodes parallel = new Nodes();
        TreeMap<Bytes, Bytes> model = new TreeMap<>();
        for (int block = 0; block < 12; block++) {
            List<TrieChange> changes = new ArrayList<>();
            MerklePatriciaTrie first = new MerklePatriciaTrie(oneByOne);
            for (Map.Entry<Bytes, Bytes> change : changes(random, model).entrySet()) {
                changes.add(new TrieChange(change.getKey().toArray(),
                        model.getOrDefault(change.getKey(), Bytes.EMPTY).toArray(),
                        change.getValue().toArray(), () -> "the key " + change.getKey()));
                first.put(change.getKey().toArray(), change.getValue().toArray());
                model.put(change.getKey(), change.getValue());
            }
            model.values().removeIf(Bytes::isEmpty);
            oneByOne.write(first.commit());
            TrieUpdate expected = update(alone, changes, TaskRunner.SEQUENTIAL);
            Collections.shuffle(changes, random);
            TrieUpdate actual = update(parallel, changes, PARALLEL);
            assertThat(actual.root()).as("seed %d block %d", seed, block)
                    .isEqualTo(MerklePatriciaTrie.rootOf(model));
            assertThat(writes(actual)).as("seed %d block %d", seed, block)
                    .isEqualTo(writes(expected));
            alone.write(expected);
            parallel.write(actual);
            assertThat(parallel.content()).as("seed %d block %d", seed, block)
                    .isEqualTo(oneByOne.content()).isEqualTo(alone.content());
        }
    }

    /** From a few to many, put or removed; now and then all but what is below one nibble, or all. */
    private static Map<Bytes, Bytes> changes(Random random, TreeMap<Bytes, Bytes> model) {
        Map<Bytes, Bytes> changes = new TreeMap<>();
        if (random.nextInt(4) == 0) {
            int kept = random.nextInt(18);
            model.keySet().stream().filter(key -> (key.get(0) >>> 4 & 15) != kept)
                    .forEach(key -> changes.put(key, Bytes.EMPTY));
        }
        int removedOfTen = random.nextInt(10);
        for (int i = random.nextInt(150); i > 0; i--) {
            byte[] key = new byte[3];
            random.nextBytes(key);
            if (!model.isEmpty() && random.nextBoolean()) {
                key = model.keySet().stream().skip(random.nextInt(model.size())).findFirst()
                        .orElseThrow().toArray();
            }
            byte[] value = new byte[random.nextInt(10) < removedOfTen ? 0
                    : 1 + random.nextInt(40)];
            Arrays.fill(value, (byte) (1 + random.nextInt(3)));
            changes.put(Bytes.wrap(key), Bytes.wrap(value));
        }
        return changes;
    }

    private static TrieUpdate update(Nodes nodes, List<TrieChange> changes,
            TaskRunner runner) {
        MerklePatriciaTrie trie = new MerklePatriciaTrie(nodes);
        trie.putAll(changes, runner);
        return trie.commit(runner);
    }

    /** In their order. */
    private static List<Object> writes(TrieUpdate update) {
        List<Object> writes = new ArrayList<>();
        update.writes().forEach(write -> writes.add(List.of(Bytes.wrap(write.path()),
                Bytes.wrap(write.rlp()), Bytes.wrap(write.before()))));
        return writes;
    }
}
