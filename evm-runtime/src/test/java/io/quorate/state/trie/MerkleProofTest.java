package io.quorate.state.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class MerkleProofTest {
    private static final long SEED = 20_261_122;

    /** Present and absent keys of random tries: the proof shows the value, and none of its nodes can change. */
    @Test
    void provesPresenceAndAbsence() {
        Random random = new Random(SEED);
        for (int size = 0; size < 60; size += 3) {
            Map<Bytes, Bytes> model = new HashMap<>();
            for (int i = 0; i < size; i++) {
                model.put(Bytes.of(random.nextInt(8), random.nextInt(256)),
                        Bytes.random(1 + random.nextInt(50), random).or(Bytes.of(1)));
            }
            MerklePatriciaTrie trie = new MerklePatriciaTrie(NodeSource.EMPTY);
            model.forEach((k, v) -> trie.put(k.toArray(), v.toArray()));
            Hash root = trie.commit().root();
            for (int i = 0; i < 30; i++) {
                Bytes key = Bytes.of(random.nextInt(9), random.nextInt(256));
                List<Bytes> proof = trie.prove(key.toArray());
                assertThat(MerkleProof.check(root, key.toArray(), proof))
                        .as("seed %d size %d", SEED, size).isEqualTo(new MerkleProof.Verdict.Shown(
                                Optional.ofNullable(model.get(key))));
                checkTampered(random, root, key, proof);
            }
        }
    }

    private static void checkTampered(Random random, Hash root, Bytes key, List<Bytes> proof) {
        if (proof.isEmpty()) {
            return;
        }
        int index = random.nextInt(proof.size());
        List<Bytes> tampered = new ArrayList<>(proof);
        byte[] node = proof.get(index).toArray();
        node[random.nextInt(node.length)] ^= (byte) (1 + random.nextInt(255));
        tampered.set(index, Bytes.wrap(node));
        assertThat(MerkleProof.check(root, key.toArray(), tampered))
                .isInstanceOf(MerkleProof.Verdict.Invalid.class);
    }

    /** Lists nested two thousand deep are refused, not followed. */
    @Test
    void refusesNodesNestedForEver() {
        Bytes nested = Bytes.fromHexString("0xc22080");
        for (int i = 0; i < 2_000; i++) {
            nested = new RlpWriter().startList().write(Bytes.of(0))
                    .writeRaw(nested).endList().toBytes();
        }
        Hash root = Keccak256.hash(nested);
        assertThat(MerkleProof.check(root, new byte[32], List.of(nested)))
                .isInstanceOf(MerkleProof.Verdict.Invalid.class);
    }
}
