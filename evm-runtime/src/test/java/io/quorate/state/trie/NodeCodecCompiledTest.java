package io.quorate.state.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Nodes are read for long by code that the JIT compiler has compiled, before the first extension of one nibble comes, whose
 * path is a byte that stands for itself. HotSpot's C2 (JDK 25.0.3) once took that byte for the beginning of a list.
 */
class NodeCodecCompiledTest {
    private static final int NODES = 64;
    private static final byte[] ANY = new byte[Hash.SIZE + 1];

    @Test
    void readsAShortExtensionAfterManyOtherNodes() {
        byte[][] usual = new byte[NODES][];
        for (int i = 0; i < NODES; i++) {
            usual[i] = i % 3 == 0 ? leaf(i) : branch(i);
        }
        readAll(usual, 2_000);
        for (int i = 0; i < 200; i++) {
            Node read = NodeCodec.decode(extension(i % 16, i), ANY, ANY);
            assertThat(((Node.Extension) read).path).containsExactly(i % 16);
            readAll(usual, 10);
        }
    }

    private static void readAll(byte[][] nodes, int times) {
        for (int i = 0; i < times * NODES; i++) {
            NodeCodec.decode(nodes[i % NODES], ANY, ANY);
        }
    }

    private static byte[] branch(int seed) {
        Node.Branch branch = new Node.Branch();
        Random random = new Random(seed);
        for (int i = 0; i < 16; i++) {
            if (random.nextInt(3) > 0) {
                branch.children[i] = stored(seed * 16 + i);
            }
        }
        return NodeCodec.encode(branch);
    }

    private static byte[] leaf(int seed) {
        byte[] path = new byte[57 + seed % 2];
        Random random = new Random(seed);
        for (int i = 0; i < path.length; i++) {
            path[i] = (byte) random.nextInt(16);
        }
        byte[] value = new byte[78];
        random.nextBytes(value);
        return NodeCodec.encode(new Node.Leaf(path, value));
    }

    private static byte[] extension(int nibble, int seed) {
        return NodeCodec.encode(new Node.Extension(new byte[]{(byte) nibble}, stored(seed)));
    }

    private static Node.Stored stored(int seed) {
        return new Node.Stored(
                NodeCodec.referenceTo(Keccak256.hash(new byte[]{(byte) seed, (byte) (seed >> 8)})));
    }
}
