package io.quorate.node.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.NodeKey;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes from a node's operator to an admin, and from him to the Registry. */
class NodeFileTest {
    private static final NodeKey KEY = Keys.inMemory(Bytes32.leftPad(Bytes.of(7)));

    @TempDir
    private Path folder;

    private static NodeFile node() {
        return new NodeFile(3, true, "node-4", "node4.example:30303", "Ops", "",
                NodeFile.compressed(KEY), NodeFile.possession(KEY, 2026, 3),
                Bytes32.repeat((byte) 9), Bytes.repeat((byte) 5, 16), Bytes.EMPTY, Bytes.EMPTY);
    }

    @Test
    void isReadAsItWasWritten() {
        node().write(folder.resolve("node.json"));

        assertThat(NodeFile.read(folder.resolve("node.json"))).isEqualTo(node());
        assertThatThrownBy(() -> node().write(folder.resolve("node.json")))
                .isInstanceOf(OperatorException.class).hasMessageContaining("cannot be written");
    }

    @Test
    void namesWhatIsWrong() throws IOException {
        Path file = folder.resolve("node.json");
        node().write(file);
        String text = Files.readString(file);
        for (String[] change : new String[][]{{"\"role\" : \"validator\"", "\"role\" : \"king\"",
                "role is \"king\""},
                {"\"organisation\" : 3", "\"organisation\" : 0",
                        "organisation is no number"},
                {"\"incarnation\" : \"0x05", "\"incarnation\" : \"0x", "incarnation has not 16"},
                {"\"endpoint\" : \"node4.example:30303\"", "\"endpoint\" : \"\"",
                        "endpoint is missing"},
                {"{", "[", "cannot be read"}}) {
            Files.writeString(file, text.replace(change[0], change[1]), StandardCharsets.UTF_8);
            assertThatThrownBy(() -> NodeFile.read(file)).isInstanceOf(OperatorException.class)
                    .hasMessageContaining(change[2]);
        }
    }

    /** As ConsensusKey.sol makes what is signed. */
    @Test
    void provesThatTheKeyIsHeld() {
        Bytes proof = node().keyProof();
        Bytes text = Bytes.wrap("Quorate consensus key".getBytes(StandardCharsets.US_ASCII));
        Bytes signed = Bytes.concatenate(UInt256.of(0x60).toBytes(), UInt256.of(2026).toBytes(),
                UInt256.of(3).toBytes(), UInt256.of(text.size()).toBytes(), text,
                Bytes.wrap(new byte[32 - text.size()]));

        assertThat(Secp256k1.recoverAddress(Keccak256.hash(signed),
                UInt256.of(proof.slice(0, 32)), UInt256.of(proof.slice(32, 32)),
                proof.get(64) - 27)).contains(KEY.address());
    }

    @Test
    void isCalledByItsName() {
        assertThat(node().toCall().name())
                .startsWith("addNode(spec (organisation 3, role validator")
                .contains("endpoint \"node4.example:30303\"");
        assertThat(SystemCall.removeNode(12).name()).isEqualTo("removeNode(node 12)");
        assertThat(SystemCall.approve(1).name()).isEqualTo("approve(id 1)");
    }
}
