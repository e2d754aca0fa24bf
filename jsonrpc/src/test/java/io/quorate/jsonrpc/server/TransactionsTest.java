package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.CachedChain;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.jsonrpc.TestBlocks;
import io.quorate.ledger.Log;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transactions from submission to receipt, and the prices that each fee mode shows. */
class TransactionsTest {
    private final MemoryChain chain = MemoryChain.withGenesis(1337);
    private final MemoryPool pool = new MemoryPool();
    private final CachedChain cached = new CachedChain(chain);
    private final Rpc rpc = new Rpc(cached, pool);

    @AfterEach
    void close() {
        rpc.close();
    }

    private void commit(RecoveredTransaction... transactions) {
        List<Log> logs = List.of(
                new Log(TestBlocks.RECIPIENT, List.of(), Bytes.of(1)),
                new Log(TestBlocks.RECIPIENT, List.of(Hash.ZERO), Bytes.of(2)));
        for (RecoveredTransaction transaction : transactions) {
            pool.waiting.remove(transaction.hash());
        }
        chain.commit(List.of(transactions),
                List.of(transactions).stream().map(transaction -> logs).toList());
    }

    private JsonNode receipt(RecoveredTransaction transaction) {
        return rpc.result("eth_getTransactionReceipt", "['" + transaction.hash() + "']");
    }

    @Test
    void showsATransactionWaitingThenInABlock() {
        RecoveredTransaction transaction = TestBlocks.transfer(0);
        String params = "['" + transaction.hash() + "']";
        assertThat(rpc.result("eth_getTransactionByHash", params).isNull()).isTrue();
        assertThat(rpc.result("eth_sendRawTransaction", "['" + transaction.encoded() + "']")
                .textValue()).isEqualTo(transaction.hash().toString());
        JsonNode waiting = rpc.result("eth_getTransactionByHash", params);
        assertThat(waiting.get("blockHash").isNull()).isTrue();
        assertThat(receipt(transaction).isNull()).isTrue();
        commit(transaction);
        JsonNode mined = rpc.result("eth_getTransactionByHash", params);
        assertThat(mined.get("blockNumber").textValue()).isEqualTo("0x1");
        assertThat(mined.get("from").textValue()).isEqualTo(TestBlocks.SENDER.toString());
        assertThat(mined.get("yParity")).isEqualTo(mined.get("v"));
        assertThat(rpc.result("eth_getRawTransactionByHash", params).textValue())
                .isEqualTo(transaction.encoded().toHexString());
    }

    @Test
    void showsNoPriceOnAFeeBlindChain() {
        RecoveredTransaction transfer = TestBlocks.transfer(0);
        RecoveredTransaction creation = TestBlocks.creation(1);
        commit(transfer, creation);
        assertThat(receipt(transfer).get("effectiveGasPrice").textValue()).isEqualTo("0x0");
        assertThat(receipt(creation).get("effectiveGasPrice").textValue()).isEqualTo("0x0");
        JsonNode block = rpc.result("eth_getBlockByNumber", "['0x1',true]");
        JsonNode shown = block.get("transactions").get(0);
        assertThat(shown.get("gasPrice").textValue()).isEqualTo("0x0");
        assertThat(shown.get("maxFeePerGas").textValue()).isEqualTo("0x7");
        assertThat(block.get("transactions").get(1).get("gasPrice").textValue())
                .as("legacy as signed").isEqualTo("0x9");
        assertThat(block.has("baseFeePerGas")).isTrue();
        assertThat(rpc.result("eth_gasPrice", "[]").textValue()).isEqualTo("0x0");
        assertThat(rpc.result("eth_maxPriorityFeePerGas", "[]").textValue()).isEqualTo("0x0");
    }

    @Test
    void showsThePricePaidOtherwise() {
        chain.feeMode = FeeMode.EIP_1559;
        commit(TestBlocks.transfer(0), TestBlocks.creation(1));
        assertThat(receipt(TestBlocks.transfer(0)).get("effectiveGasPrice").textValue())
                .as("base fee 7, cap 7").isEqualTo("0x7");
        assertThat(receipt(TestBlocks.creation(1)).get("effectiveGasPrice").textValue())
                .isEqualTo("0x9");
        assertThat(rpc.result("eth_gasPrice", "[]").textValue())
                .as("an eighth above 1000").isEqualTo("0x465");
    }

    @Test
    void derivesReceiptsFromTheirBlock() {
        RecoveredTransaction creation = TestBlocks.creation(1);
        commit(TestBlocks.transfer(0), creation);
        JsonNode receipt = receipt(creation);
        assertThat(receipt.get("gasUsed").textValue()).isEqualTo("0x5208");
        assertThat(receipt.get("cumulativeGasUsed").textValue()).isEqualTo("0xa410");
        assertThat(receipt.get("to").isNull()).isTrue();
        assertThat(receipt.get("contractAddress").textValue()).hasSize(42);
        assertThat(receipt.get("logs").get(1).get("logIndex").textValue()).isEqualTo("0x3");
        assertThat(receipt.get("logs").get(0).get("transactionIndex").textValue())
                .isEqualTo("0x1");
        assertThat(rpc.result("eth_getBlockReceipts", "['0x1']").get(1)).isEqualTo(receipt);
    }

    @Test
    void waitsForTheReceipt() {
        RecoveredTransaction transaction = TestBlocks.transfer(0);
        CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(() -> rpc.result(
                "eth_sendRawTransactionSync", "['" + transaction.encoded() + "','0x2710']"));
        Awaitility.await().until(() -> pool.waiting.containsKey(transaction.hash()));
        commit(transaction);
        assertThat(answer.join().get("transactionHash").textValue())
                .isEqualTo(transaction.hash().toString());
        assertThat(rpc.result("eth_sendRawTransactionSync", "['" + transaction.encoded() + "']")
                .get("blockNumber").textValue()).as("again").isEqualTo("0x1");
    }

    @Test
    void saysWhyThereIsNoReceipt() {
        RecoveredTransaction late = TestBlocks.transfer(0);
        pool.pendingNonce = 1;
        JsonNode timedOut = rpc.error("eth_sendRawTransactionSync",
                "['" + late.encoded() + "',20]");
        assertThat(timedOut.get("code").intValue()).isEqualTo(4);
        assertThat(timedOut.get("data").textValue()).isEqualTo(late.hash().toString());
        RecoveredTransaction early = TestBlocks.transfer(7);
        JsonNode gap = rpc.error("eth_sendRawTransactionSync", "['" + early.encoded() + "',20]");
        assertThat(gap.get("code").intValue()).isEqualTo(5);
        assertThat(gap.get("message").textValue()).contains("0x7").contains("0x1");
        RecoveredTransaction bad = TestBlocks.transfer(1);
        CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(() -> rpc.error(
                "eth_sendRawTransactionSync", "['" + bad.encoded() + "']"));
        Awaitility.await().until(() -> pool.waiting.containsKey(bad.hash()));
        pool.drop(bad.hash(), 809, "insufficient funds");
        assertThat(answer.join().get("code").intValue()).isEqualTo(809);
        assertThat(rpc.error("eth_sendRawTransactionSync", "['" + bad.encoded() + "',99999999]")
                .get("code").intValue()).isEqualTo(-32602);
        assertThat(rpc.error("eth_sendRawTransaction", "['0x1234']").get("code").intValue())
                .isEqualTo(-32000);
    }

    @Test
    void countsPendingFromThePool() {
        pool.pendingNonce = 5;
        assertThat(rpc.result("eth_getTransactionCount",
                "['" + TestBlocks.SENDER + "','pending']").textValue()).isEqualTo("0x5");
        assertThat(rpc.result("eth_getTransactionCount",
                "['" + TestBlocks.SENDER + "','latest']").textValue()).isEqualTo("0x0");
    }

    @Test
    void showsTheBlockToCome() {
        JsonNode pending = rpc.result("eth_getBlockByNumber", "['pending',true]");
        assertThat(pending.get("number").textValue()).isEqualTo("0x1");
        assertThat(pending.get("hash").isNull()).isTrue();
        assertThat(pending.get("transactions")).isEmpty();
        for (String tag : List.of("latest", "safe", "finalized", "earliest")) {
            assertThat(rpc.result("eth_getBlockByNumber", "['" + tag + "',false]").get("number")
                    .textValue()).isEqualTo("0x0");
        }
    }

    @Test
    void tellsTheFeeHistoryWithRewards() {
        commit(TestBlocks.transfer(0), TestBlocks.creation(1));
        JsonNode history = rpc.result("eth_feeHistory", "['0x2','latest',[50]]");
        assertThat(history.get("oldestBlock").textValue()).isEqualTo("0x0");
        assertThat(history.get("baseFeePerGas")).hasSize(3);
        assertThat(history.get("gasUsedRatio")).hasSize(2);
        assertThat(history.get("reward").get(1).get(0).textValue()).isEqualTo("0x0");
        chain.feeMode = FeeMode.EIP_1559;
        JsonNode paid = rpc.result("eth_feeHistory", "[1,'0x1',[0,50,100]]");
        assertThat(paid.get("reward").get(0)).extracting(JsonNode::textValue)
                .containsExactly("0x0", "0x0", "0x2");
        assertThat(paid.get("baseFeePerGas")).extracting(JsonNode::textValue)
                .containsExactly("0x7", "0x3e8");
    }

    @Test
    void showsThePool() {
        pool.submit(TestBlocks.transfer(3).encoded());
        assertThat(rpc.result("txpool_status", "[]").get("pending").textValue())
                .isEqualTo("0x1");
        assertThat(rpc.result("txpool_content", "[]").get("pending")
                .get(TestBlocks.SENDER.toString()).get("3").get("nonce").textValue())
                .isEqualTo("0x3");
    }

    @Test
    void tellsWhoItIs() {
        assertThat(rpc.result("web3_clientVersion", "[]").textValue()).startsWith("Quorate/");
        assertThat(rpc.result("net_version", "[]").textValue()).isEqualTo("1337");
        assertThat(rpc.result("net_peerCount", "[]").textValue()).isEqualTo("0x3");
        assertThat(rpc.result("net_listening", "[]").booleanValue()).isTrue();
        assertThat(rpc.result("eth_accounts", "[]")).isEmpty();
        assertThat(rpc.result("rpc_modules", "[]").fieldNames()).toIterable().contains("eth",
                "net", "web3", "rpc", "txpool", "debug");
        assertThat(rpc.result("web3_sha3", "['0x']").textValue())
                .isEqualTo(Hash.EMPTY.toString());
        chain.syncing = Optional.of(new SyncProgress(1, 2, 30));
        assertThat(rpc.result("eth_syncing", "[]").get("highestBlock").textValue())
                .isEqualTo("0x1e");
        assertThat(rpc.error("eth_subscribe", "['newHeads']").get("code").intValue())
                .isEqualTo(-32004);
    }
}
