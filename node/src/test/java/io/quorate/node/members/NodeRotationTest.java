package io.quorate.node.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.NodeKey;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New keys that go from a node's operator to an admin. */
class NodeRotationTest {
    private static final NodeKey KEY = Keys.inMemory(Bytes32.leftPad(Bytes.of(7)));

    @TempDir
    private Path folder;

    private Path written() {
        NodeRotation rotation = new NodeRotation(2, 2026, 3);
        rotation.consensus(KEY, Optional.empty());
        rotation.add(SystemCall.rotateTlsKey(2, Bytes32.repeat((byte) 9)));
        rotation.write(folder.resolve("keys.json"));
        return folder.resolve("keys.json");
    }

    @Test
    void isReadAsItWasWritten() {
        NodeRotation read = new NodeRotation(2, 2026, 3);
        read.file(written());

        assertThat(read.calls()).hasSize(2).first()
                .isEqualTo(SystemCall.rotateConsensusKey(2, NodeFile.compressed(KEY),
                        NodeFile.possession(KEY, 2026, 3), Bytes.EMPTY, Bytes.EMPTY));
        assertThat(read.calls().getLast())
                .isEqualTo(SystemCall.rotateTlsKey(2, Bytes32.repeat((byte) 9)));
    }

    /** Whoever made the file could have put anything into it. */
    @Test
    void takesNothingButKeysOfThisNode() throws IOException {
        Path file = written();
        assertThatThrownBy(() -> new NodeRotation(1, 2026, 3).file(file))
                .isInstanceOf(OperatorException.class).hasMessageContaining("not of node 1");
        assertThatThrownBy(() -> new NodeRotation(2, 2027, 3).file(file))
                .isInstanceOf(OperatorException.class).hasMessageContaining("chain 2026");
        Files.writeString(file, Files.readString(file).replace(
                SystemCall.rotateTlsKey(2, Bytes32.repeat((byte) 9)).data().toHexString(),
                SystemCall.removeNode(1).data().toHexString()));
        assertThatThrownBy(() -> new NodeRotation(2, 2026, 3).file(file))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("replaces no key of node 2");
        Files.writeString(file, "{");
        assertThatThrownBy(() -> new NodeRotation(2, 2026, 3).file(file))
                .isInstanceOf(OperatorException.class).hasMessageContaining("cannot be read");
    }
}
