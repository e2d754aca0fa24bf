package io.quorate.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica whose certificate is not in the genesis file is refused at the handshake. */
class StrangerIT {
    private static final int STRANGER = 3;

    @Test
    void unlistedCertificateIsRefusedAndTheOthersGoOn(@TempDir Path folder, @TempDir Path elsewhere)
            throws Exception {
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4);
                NodeNetwork other = NodeNetwork.layOut(elsewhere, 4)) {
            for (String file : new String[]{"tls.key", "tls.crt"}) {
                Files.copy(other.replicaFolder(STRANGER).resolve(file),
                        network.replicaFolder(STRANGER).resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            network.start(STRANGER);
            // The stranger believes that it is listed; the others, which are running, know better.
            Path genesis = network.replicaFolder(STRANGER).resolveSibling("genesis.json");
            Files.writeString(genesis, Files.readString(genesis)
                    .replace(fingerprint(network), fingerprint(other)));
            network.start(STRANGER + 1);
            Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
            for (int i = 0; i < 10; i++) {
                assertThat(network.rpc(i % STRANGER)
                        .call("eth_sendRawTransactionSync", wallet.signPing(), 10_000).get("status")
                        .asText()).isEqualTo("0x1");
            }
            Poll.until("a refusal in the log of a listed replica", Duration.ofSeconds(20),
                    () -> anyLogRefuses(network), network::describe);
            assertThat(network.rpc(0).blockNumber()).isPositive();
            assertThat(network.rpc(STRANGER).blockNumber()).isZero();
        }
    }

    private static String fingerprint(NodeNetwork network) throws IOException {
        Path genesis = network.replicaFolder(STRANGER).resolveSibling("genesis.json");
        return new ObjectMapper().readTree(genesis.toFile()).at("/quorate/validators/" + STRANGER)
                .get("tlsFingerprint").asText();
    }

    private static boolean anyLogRefuses(NodeNetwork network) {
        for (int i = 0; i < STRANGER; i++) {
            if (network.replica(i).printed().contains("refused")) return true;
        }
        return false;
    }
}
