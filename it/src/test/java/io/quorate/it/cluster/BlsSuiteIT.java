package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Wallet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four processes that sign with BLS12-381 order on both paths and certify what they did. */
class BlsSuiteIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void ordersAndCertifiesWithAllReplicasAndWithThree(@TempDir Path folder) throws Exception {
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4, Map.of(), "--suite", "bls12381")) {
            network.start(4);
            Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
            ping(network, wallet, 10);
            network.kill(2);
            ping(network, wallet, 10);
            network.restart(2);
            network.replica(2).awaitReady();
            network.awaitSameHead(LIMIT);
            long height = network.assertSameChain();

            Poll.until("a certificate of block " + height, LIMIT, () -> network.rpc(1)
                    .call("eth_getBlockByNumber", "finalized", false).get("number").asText()
                    .equals("0x" + Long.toHexString(height)), () -> "");
        }
    }

    private static void ping(NodeNetwork network, Wallet wallet, int count) {
        for (int i = 0; i < count; i++) {
            JsonNode receipt = network.rpc(0).call("eth_sendRawTransactionSync",
                    wallet.signPing());
            assertThat(receipt.get("status").asText()).isEqualTo("0x1");
        }
    }
}
