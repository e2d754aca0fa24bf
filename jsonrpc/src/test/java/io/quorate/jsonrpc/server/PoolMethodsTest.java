package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.PoolPlace;
import io.quorate.jsonrpc.RejectionCode;
import io.quorate.jsonrpc.TestBlocks;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of waiting transactions. */
class PoolMethodsTest {
    private final MemoryChain chain = MemoryChain.withGenesis(1337);
    private final MemoryPool pool = new MemoryPool();
    private final Rpc rpc = new Rpc(chain, pool);
    private final RecoveredTransaction transaction = TestBlocks.transfer(3);

    @AfterEach
    void close() {
        rpc.close();
    }

    private JsonNode explain(Hash hash) {
        return rpc.result("txpool_explain", "['" + hash + "']");
    }

    private JsonNode explainAt(PoolPlace place) {
        pool.places.put(transaction.hash(), place);
        return explain(transaction.hash());
    }

    private PoolPlace.Waiting waiting(long accountNonce, long firstGap, OptionalLong proposed) {
        return new PoolPlace.Waiting(transaction, 250, true, accountNonce, firstGap, proposed);
    }

    @Test
    void namesTheMissingNonce() {
        JsonNode told = explainAt(waiting(0, 1, OptionalLong.empty()));
        assertThat(told.get("status").textValue()).isEqualTo("gapped");
        assertThat(told.get("missingNonce").textValue()).isEqualTo("0x1");
        assertThat(told.get("nonce").textValue()).isEqualTo("0x3");
        assertThat(told.get("explanation").textValue()).contains("nonce 1 is missing");
        assertThat(told.get("from").textValue()).isEqualTo(TestBlocks.SENDER.toString());
    }

    @Test
    void tellsWhetherItIsNextInLineOrBehindOthersOrPutUp() {
        JsonNode next = explainAt(waiting(3, 4, OptionalLong.empty()));
        assertThat(next.get("status").textValue()).isEqualTo("pending");
        assertThat(next.get("explanation").textValue()).contains("the sender's next one");
        assertThat(next.get("waitingMillis").intValue()).isEqualTo(250);
        assertThat(explainAt(waiting(1, 4, OptionalLong.empty())).get("explanation").textValue())
                .contains("behind 2 of the sender's");
        JsonNode proposed = explainAt(waiting(3, 4, OptionalLong.of(9)));
        assertThat(proposed.get("status").textValue()).isEqualTo("proposed");
        assertThat(proposed.get("sequenceNumber").textValue()).isEqualTo("0x9");
    }

    @Test
    void tellsWhyItIsGone() {
        Hash other = Hash.fromHex("0x" + "ab".repeat(32));
        JsonNode replaced = explainAt(new PoolPlace.GivenUp(true, RejectionCode.REJECTED,
                "replaced", Optional.of(other)));
        assertThat(replaced.get("status").textValue()).isEqualTo("replaced");
        assertThat(replaced.get("replacedBy").textValue()).isEqualTo(other.toString());
        JsonNode refused = explainAt(new PoolPlace.GivenUp(false,
                RejectionCode.NONCE_TOO_LOW, "nonce too low", Optional.empty()));
        assertThat(refused.get("status").textValue()).isEqualTo("refused");
        assertThat(refused.get("code").intValue()).isEqualTo(1);
        assertThat(refused.get("reason").textValue()).isEqualTo("nonce too low");
        assertThat(explainAt(new PoolPlace.GivenUp(true, RejectionCode.INSUFFICIENT_FUNDS,
                "poor", Optional.empty())).get("status").textValue()).isEqualTo("dropped");
    }

    @Test
    void namesTheBlockThatHasIt() {
        assertThat(explain(transaction.hash()).get("status").textValue()).isEqualTo("unknown");
        chain.commit(List.of(transaction), List.of(List.of()));
        JsonNode told = explain(transaction.hash());
        assertThat(told.get("status").textValue()).isEqualTo("included");
        assertThat(told.get("blockNumber").textValue()).isEqualTo("0x1");
        assertThat(told.get("certified").booleanValue()).isTrue();
    }

    @Test
    void inspectsAsGethDoes() {
        pool.submit(transaction.encoded());
        assertThat(rpc.result("txpool_inspect", "[]").at("/pending").get(
                TestBlocks.SENDER.toString()).get("3").textValue()).isEqualTo(
                        TestBlocks.RECIPIENT + ": 5 wei + 21000 gas × 7 wei");
    }

    @Test
    void filtersAsBesuDoes() {
        pool.submit(transaction.encoded());
        pool.submit(TestBlocks.creation(4).encoded());
        assertThat(rpc.result("txpool_besuPendingTransactions", "[]")).hasSize(2);
        assertThat(rpc.result("txpool_besuPendingTransactions", "[1]")).hasSize(1);
        assertThat(rpc.result("txpool_besuPendingTransactions", "[10,{'to':{'eq':'"
                + TestBlocks.RECIPIENT + "'},'gas':{'lt':'0x5209'}}]"))
                .singleElement().extracting(node -> node.get("hash").textValue())
                .isEqualTo(transaction.hash().toString());
        assertThat(rpc.result("txpool_besuPendingTransactions",
                "[10,{'to':{'action':'contract_creation'},'nonce':{'gt':'0x3'}}]")).hasSize(1);
        assertThat(rpc.error("txpool_besuPendingTransactions", "[10,{'age':{'gt':'0x3'}}]")
                .get("code").intValue()).isEqualTo(-32602);
        assertThat(rpc.error("txpool_besuPendingTransactions", "[10,{'gas':{'ge':'0x3'}}]")
                .get("message").textValue()).contains("eq, lt or gt");
    }
}
