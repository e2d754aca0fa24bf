package io.quorate.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Hash;
import org.web3j.protocol.besu.Besu;
import org.web3j.protocol.besu.response.BesuSignerMetric;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.http.HttpService;

/** What a consortium asks of its replicas beyond Ethereum's own methods, of four processes. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SurfaceIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REPLICAS = 4;

    @TempDir
    private static Path folder;
    private static NodeNetwork network;

    @BeforeAll
    static void start() throws InterruptedException {
        network = NodeNetwork.start(folder, REPLICAS);
        Poll.until("links among all", LIMIT, () -> {
            for (int i = 0; i < REPLICAS; i++) {
                if (network.rpc(i).call("bft_explain").get("reached").asInt() < REPLICAS) {
                    return false;
                }
            }
            return true;
        }, network::describe);
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static String sign(Wallet wallet, long value) {
        return wallet.sign("0x00000000000000000000000000000000000000aa", BigInteger.valueOf(value),
                "", 21_000);
    }

    @Test
    @Order(1)
    void explainsATransactionFromGapToCertificate() {
        RpcClient rpc = network.rpc(0);
        Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
        String first = wallet.signPing();
        String second = wallet.signPing();
        String hash = rpc.call("eth_sendRawTransaction", second).asText();
        JsonNode gapped = rpc.call("txpool_explain", hash);
        assertThat(gapped.get("status").asText()).isEqualTo("gapped");
        assertThat(gapped.get("missingNonce").asText()).isEqualTo("0x0");
        rpc.call("eth_sendRawTransactionSync", first);
        Poll.until("a certificate", LIMIT, () -> rpc.call("txpool_explain", hash)
                .path("certified").asBoolean(), network::describe);
        String poor = sign(wallet, 5); // it owns nothing
        assertThat(rpc.answer("eth_sendRawTransaction", poor).has("error")).isTrue();
        JsonNode refused = rpc.call("txpool_explain", Hash.sha3(poor));
        assertThat(refused.get("status").asText()).isEqualTo("refused");
        assertThat(refused.get("code").asInt()).isEqualTo(809);
        assertThat(network.rpc(1).call("txpool_explain", Hash.sha3(poor)).get("status").asText())
                .isEqualTo("unknown");
    }

    /** What one replica has told, each other one knows before it answers. */
    @Test
    @Order(2)
    void readsItsWritesAtEveryReplica() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
        for (int round = 0; round < 12; round++) {
            JsonNode receipt = network.rpc(round % REPLICAS).call("eth_sendRawTransactionSync",
                    wallet.signPing());
            for (int i = 0; i < REPLICAS; i++) {
                HttpResponse<String> response = client.send(HttpRequest
                        .newBuilder(URI.create(network.rpc(i).url()))
                        .header("Content-Type", "application/json")
                        .header("Quorate-Min-Block", receipt.get("blockNumber").asText())
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
                                        + "\"eth_getTransactionReceipt\",\"params\":["
                                        + receipt.get("transactionHash") + "]}"))
                        .build(), HttpResponse.BodyHandlers.ofString());
                assertThat(new ObjectMapper().readTree(response.body()).get("result"))
                        .isEqualTo(receipt);
                assertThat(Long.decode(response.headers().firstValue("Quorate-Block")
                        .orElseThrow())).isGreaterThanOrEqualTo(
                                RpcClient.quantity(receipt.get("blockNumber")));
            }
        }
        client.close();
    }

    @Test
    @Order(3)
    void toolsOfBesuFindTheValidators() throws Exception {
        Besu besu = Besu.build(new HttpService(network.rpc(1).url()));
        List<String> validators = besu
                .qbftGetValidatorsByBlockNumber(DefaultBlockParameterName.LATEST).send()
                .getAccounts();
        List<String> ours = new ArrayList<>();
        JsonNode told = network.rpc(2).call("bft_getValidators", "latest");
        told.get("validators").forEach(member -> ours.add(member.get("address").asText()));
        assertThat(validators).hasSize(REPLICAS).isEqualTo(ours);
        assertThat(told.get("quorum").asInt()).isEqualTo(3);
        String hash = network.rpc(1).call("eth_getBlockByNumber", "latest", false).get("hash")
                .asText();
        assertThat(besu.qbftGetValidatorsByBlockHash(hash).send().getAccounts())
                .isEqualTo(validators);
        assertThat(besu.qbftGetPendingVotes().send().getAccounts()).isEmpty();
        List<BesuSignerMetric> metrics = besu.qbftGetSignerMetrics().send().getSignerMetrics();
        long head = network.rpc(1).blockNumber();
        assertThat(metrics).hasSize(REPLICAS);
        assertThat(metrics.stream()
                .mapToLong(metric -> metric.getProposedBlockCount().longValue()).sum())
                .isBetween(1L, head);
        assertThat(besu.adminNodeInfo().send().getResult().getEnode()).startsWith("enode://");
        assertThat(besu.adminPeers().send().getResult()).hasSize(REPLICAS - 1);
        besu.shutdown();
    }

    @Test
    @Order(4)
    void operatorsSeePeersAndChangeTheLog() {
        RpcClient rpc = network.rpc(3);
        JsonNode peers = rpc.call("admin_peers");
        assertThat(peers).hasSize(REPLICAS - 1);
        assertThat(rpc.call("perm_getNodesAllowlist")).hasSize(REPLICAS);
        assertThat(rpc.call("admin_addPeer", peers.get(0).get("enode").asText()).asBoolean())
                .isFalse();
        assertThat(rpc.answer("perm_getAccountsAllowlist").at("/error/message").asText())
                .contains("every account may send");
        assertThat(rpc.call("admin_changeLogLevel", "DEBUG", List.of("io.quorate.jsonrpc"))
                .asText()).isEqualTo("Success");
        assertThat(rpc.call("bft_getStatus").get("connected")).hasSize(REPLICAS - 1);
    }

    /** In the shapes of Parity, from a stored block and of a message. */
    @Test
    @Order(5)
    void replaysTransactions() {
        RpcClient rpc = network.rpc(1);
        Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
        // PUSH1 7, PUSH1 1, SSTORE, STOP as init code
        JsonNode receipt = rpc.call("eth_sendRawTransactionSync",
                wallet.sign("", BigInteger.ZERO, "0x600760015500", 200_000));
        List<String> all = List.of("trace", "vmTrace", "stateDiff");
        JsonNode replayed = rpc.call("trace_replayTransaction",
                receipt.get("transactionHash").asText(), all);
        String created = receipt.get("contractAddress").asText();
        String slot = "0x" + "0".repeat(63) + "1";
        assertThat(replayed.at("/stateDiff/" + created + "/storage/" + slot + "/+").asText())
                .isEqualTo("0x" + "0".repeat(63) + "7");
        assertThat(replayed.at("/vmTrace/ops/2/ex/store/val").asText()).isEqualTo("0x7");
        assertThat(replayed.at("/trace/0/type").asText()).isEqualTo("create");
        assertThat(rpc.call("trace_replayBlockTransactions",
                receipt.get("blockNumber").asText(), all)).contains(replayed);
        JsonNode called = rpc.call("trace_call", Map.of("data", "0x600760015500"),
                List.of("vmTrace"), "latest");
        assertThat(called.at("/vmTrace/ops")).hasSize(4);
        assertThat(called.get("trace").isNull()).isTrue();
        assertThat(rpc.call("trace_rawTransaction", wallet.signPing(), List.of("trace"))
                .at("/trace/0/action/to").asText()).endsWith("aa");
    }

    /** With two of four gone nothing is decided, and a replica says why and whom it misses. */
    @Test
    @Order(9)
    void saysWhyThereIsNoBlock() throws InterruptedException {
        RpcClient rpc = network.rpc(0);
        network.kill(2);
        network.kill(3);
        Poll.until("silence noticed", LIMIT, () -> rpc.call("bft_explain").get("status").asText()
                .equals("no-quorum"), network::describe);
        JsonNode why = rpc.call("bft_explain");
        assertThat(why.get("margin").asInt()).isEqualTo(-1);
        assertThat(why.get("silent")).extracting(member -> member.get("number").asInt())
                .containsExactly(2, 3);
        String hash = rpc.call("eth_sendRawTransaction",
                Wallet.unfunded(NodeNetwork.CHAIN_ID).signPing()).asText();
        assertThat(rpc.call("txpool_explain", hash).get("explanation").asText())
                .contains("no block is made: Too few replicas can be reached");
        network.restart(2);
        network.replica(2).awaitReady();
        Poll.until("a block again", LIMIT, () -> rpc.receipt(hash).isPresent(),
                network::describe);
        Poll.until("nothing wrong", LIMIT, () -> rpc.call("bft_explain").get("status").asText()
                .equals("idle"), network::describe);
        assertThat(rpc.call("bft_explain").get("margin").asInt()).isZero();
    }
}
