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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica comes back to others who went on and kept none of the slots that it lacks. */
class StateTransferIT {
    private static final int LAGGING = 2;
    private static final int GONE = 700;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void catchesUpBySnapshotAndGoesOn(@TempDir Path folder) throws Exception {
        Map<String, String> pruning = Map.of("QUORATE_SYNC_SNAPSHOT_INTERVAL", "128",
                "QUORATE_SYNC_SLOTS_KEPT", "512");
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4, pruning)) {
            network.start(4);
            try (Load load = Load.start(Wallet.unfunded(NodeNetwork.CHAIN_ID),
                    List.of(network.rpc(0), network.rpc(1), network.rpc(3)))) {
                grow(network, load, 5);
                network.awaitSameHead(LIMIT);
                network.kill(LAGGING);
                long blocks = network.rpc(0).blockNumber();
                Poll.until("slots gone", LIMIT, () -> network.rpc(0).blockNumber() > blocks + GONE,
                        network::describe);
                network.restart(LAGGING);
                network.replica(LAGGING).awaitReady();
                Poll.until("the state came by snapshot", LIMIT,
                        () -> network.replica(LAGGING).printed()
                                .contains("state transfer ends")
                                && network.rpc(LAGGING).blockNumber() > blocks + GONE,
                        network::describe);
                grow(network, load, 20);
                load.stop();
            }
            network.awaitSameHead(LIMIT);
            RpcClient caughtUp = network.rpc(LAGGING);
            JsonNode head = caughtUp.call("eth_getBlockByNumber", "latest", false);
            assertThat(head).isEqualTo(network.rpc(0).call("eth_getBlockByNumber", "latest",
                    false));
            String oldest = caughtUp.call("eth_getBlockByNumber", "earliest", false).get("number")
                    .asText();
            assertThat(Long.decode(oldest)).isPositive();
        }
    }

    private static void grow(NodeNetwork network, Load load, int more) {
        int goal = load.count() + more;
        Poll.until(more + " more receipts", LIMIT, () -> load.count() >= goal,
                () -> load.refusals() + "\n" + network.describe());
    }
}
