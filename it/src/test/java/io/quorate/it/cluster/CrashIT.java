package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.it.support.Load;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} under load: the chain goes on and nothing that was acknowledged is lost. */
class CrashIT {
    private static final int PRIMARY = 0; // the leader of view 0
    private static final int BACKUP = 2;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void survivesTheLossOfABackupThenThePrimaryThenAllFour(@TempDir Path folder) throws Exception {
        try (NodeNetwork network = NodeNetwork.start(folder, 4);
                Load load = Load.start(Wallet.unfunded(NodeNetwork.CHAIN_ID),
                        survivorsFirst(network))) {
            grow(network, load, 20);
            network.kill(BACKUP);
            grow(network, load, 20);
            network.restart(BACKUP);
            network.replica(BACKUP).awaitReady();
            awaitCaughtUp(network, BACKUP);

            network.kill(PRIMARY);
            grow(network, load, 20);
            network.restart(PRIMARY);
            network.replica(PRIMARY).awaitReady();
            awaitCaughtUp(network, PRIMARY);

            for (int i = 0; i < 4; i++) {
                network.kill(i);
            }
            for (int i = 0; i < 4; i++) {
                network.restart(i);
            }
            long lastStart = System.nanoTime();
            grow(network, load, 1);
            System.err.printf("recovery of all four: first receipt %d ms after the last start%n",
                    Duration.ofNanos(System.nanoTime() - lastStart).toMillis());
            grow(network, load, 20);
            load.stop();

            network.awaitSameHead(LIMIT);
            network.assertSameChain();
            assertNothingLost(network, load.acknowledged());
        }
    }

    private static List<RpcClient> survivorsFirst(NodeNetwork network) {
        List<RpcClient> targets = new ArrayList<>();
        for (int i : new int[]{1, 3, BACKUP, PRIMARY}) {
            targets.add(network.rpc(i));
        }
        return targets;
    }

    private static void grow(NodeNetwork network, Load load, int more) {
        int goal = load.count() + more;
        Poll.until(more + " more receipts", LIMIT, () -> load.count() >= goal,
                () -> load.refusals() + "\n" + network.describe());
    }

    private static void awaitCaughtUp(NodeNetwork network, int index) {
        long goal = network.rpc(1).blockNumber();
        Poll.until("replica " + index + " at block " + goal, LIMIT,
                () -> network.rpc(index).isUp() && network.rpc(index).blockNumber() >= goal,
                network::describe);
    }

    private static void assertNothingLost(NodeNetwork network, Map<String, JsonNode> acknowledged) {
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(80);
        for (int i = 0; i < network.size(); i++) {
            for (Map.Entry<String, JsonNode> entry : acknowledged.entrySet()) {
                assertThat(network.rpc(i).call("eth_getTransactionReceipt", entry.getKey()))
                        .as("receipt at replica %s", i).isEqualTo(entry.getValue());
            }
        }
    }
}
