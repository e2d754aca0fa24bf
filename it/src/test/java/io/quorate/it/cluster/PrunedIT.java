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

/** Replicas that keep the last blocks alone, while the chain goes on, one is killed, and one comes back by snapshot. */
class PrunedIT {
    private static final int LAGGING = 2;
    private static final int KEPT = 256;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ACCOUNT = "0x0000000000000000000000000000000000007e57";

    @Test
    void keepsTheLastBlocksAndSaysSo(@TempDir Path folder) throws Exception {
        Map<String, String> pruned = Map.of("QUORATE_STORAGE_MODE", "pruned",
                "QUORATE_STORAGE_BLOCKS_KEPT", Integer.toString(KEPT),
                "QUORATE_SYNC_SNAPSHOT_INTERVAL", "64", "QUORATE_SYNC_SLOTS_KEPT", "384");
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4, pruned)) {
            network.start(4);
            try (Load load = Load.start(Wallet.unfunded(NodeNetwork.CHAIN_ID),
                    List.of(network.rpc(0), network.rpc(1), network.rpc(3)))) {
                Poll.until("a first block", LIMIT, () -> load.count() > 5, network::describe);
                network.kill(LAGGING);
                Poll.until("old blocks are gone", LIMIT, () -> oldest(network.rpc(0)) > KEPT,
                        network::describe);
                network.kill(1); // in the middle of pruning, most likely
                network.restart(LAGGING);
                network.restart(1);
                network.replica(LAGGING).awaitReady();
                network.replica(1).awaitReady();
                Poll.until("the state came by snapshot", LIMIT, () -> network.replica(LAGGING)
                        .printed().contains("state transfer ends"), network::describe);
                long pruneOn = oldest(network.rpc(1)) + KEPT / 4;
                Poll.until("pruning goes on", LIMIT, () -> oldest(network.rpc(1)) > pruneOn
                        && oldest(network.rpc(LAGGING)) > pruneOn, network::describe);
                load.stop();
            }
            network.awaitSameHead(LIMIT);
            for (int i = 0; i < 4; i++) {
                requirePruned(network.rpc(i), i == LAGGING);
            }
        }
    }

    private static long oldest(RpcClient rpc) {
        return Long.decode(rpc.call("eth_getBlockByNumber", "earliest", false).get("number")
                .asText());
    }

    /**
     * What is kept is answered, what is gone refused with the oldest there is. A replica may go on pruning for a while
     * after the last block: then it is asked anew. One that came by snapshot may have made fewer blocks since than it
     * keeps.
     */
    private static void requirePruned(RpcClient rpc, boolean cameBySnapshot) {
        long oldest;
        Answers answers;
        do {
            oldest = oldest(rpc);
            answers = Answers.around(rpc, oldest);
        } while (oldest(rpc) != oldest);
        if (!cameBySnapshot) {
            assertThat(rpc.blockNumber() - oldest).isGreaterThanOrEqualTo(KEPT - 1);
        }
        assertThat(answers.proof().path("result").path("accountProof")).isNotEmpty();
        requireError(answers.balanceGone(), "the oldest kept is " + block(oldest));
        requireError(answers.proofGone(), "the oldest with proofs is " + block(oldest));
    }

    /** The proof at the oldest block; balance and proof at the one before. */
    private record Answers(JsonNode proof, JsonNode balanceGone, JsonNode proofGone) {
        static Answers around(RpcClient rpc, long oldest) {
            String gone = block(oldest - 1);
            return new Answers(rpc.answer("eth_getProof", ACCOUNT, List.of(), block(oldest)),
                    rpc.answer("eth_getBalance", ACCOUNT, gone),
                    rpc.answer("eth_getProof", ACCOUNT, List.of(), gone));
        }
    }

    private static String block(long number) {
        return "0x" + Long.toHexString(number);
    }

    private static void requireError(JsonNode answer, String message) {
        assertThat(answer.path("error").path("code").asInt()).isEqualTo(4444);
        assertThat(answer.path("error").path("message").asText()).contains(message);
    }
}
