package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.trie.MerkleProof;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Old states over HTTP: balances, and proofs that hold against the headers of their blocks. */
@Tag("network")
@Timeout(120)
class PastStatesTest {
    @TempDir
    private Path folder;

    @Test
    void everyBlockIsAnsweredAndProven() throws Exception {
        DevOptions options = new DevOptions(4, 0, OptionalLong.empty(), Optional.of(folder),
                Optional.empty(), 0, DevOptions.Links.IN_MEMORY);
        Address to = DevNetworkTest.TO;
        try (DevNetwork network = DevNetwork.start(options, () -> {})) {
            for (int nonce = 0; nonce < 4; nonce++) {
                DevNetworkTest.call(network, 0, "eth_sendRawTransactionSync",
                        DevNetworkTest.signed(nonce));
            }
            for (int number = 0; number <= 4; number++) {
                String tag = "0x" + number;
                String balance = DevNetworkTest.call(network, 0, "eth_getBalance", to.toString(),
                        tag).asText();
                assertThat(Long.decode(balance)).isEqualTo(5L * number);
                JsonNode proof = DevNetworkTest.call(network, 0, "eth_getProof", to.toString(),
                        List.of(), tag);
                assertThat(proof.path("balance").asText()).isEqualTo(balance);
                Hash root = Hash.fromHex(DevNetworkTest.call(network, 0, "eth_getBlockByNumber",
                        tag, false).path("stateRoot").asText());
                assertThat(MerkleProof.check(root, Keccak256.hash(to.toArray()).toArray(),
                        nodes(proof))).isInstanceOfSatisfying(MerkleProof.Verdict.Shown.class,
                                shown -> assertThat(shown.value().isPresent())
                                        .isEqualTo(!balance.equals("0x0")));
            }
        }
    }

    private static List<Bytes> nodes(JsonNode proof) {
        List<Bytes> nodes = new ArrayList<>();
        proof.path("accountProof").forEach(node -> nodes.add(Bytes.fromHexString(node.asText())));
        return nodes;
    }
}
