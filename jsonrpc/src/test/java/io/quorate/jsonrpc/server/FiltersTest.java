package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.JsonRpcConfig.Limits;
import io.quorate.jsonrpc.JsonRpcConfig.Queries;
import io.quorate.jsonrpc.JsonRpcConfig.Requests;
import io.quorate.jsonrpc.JsonRpcConfig.Streams;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.TestBlocks;
import io.quorate.ledger.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Filters and log queries, their cursors and their limits: 4 blocks, 3 results, 2 filters, 3 pending. */
class FiltersTest {
    private static final Limits LIMITS = new Limits(Requests.DEFAULT,
            new Queries(1_000_000, 4, 3, 10, Duration.ofSeconds(1), Duration.ofSeconds(2),
                    Duration.ofMillis(100)),
            new Streams(10, 2, Duration.ofMinutes(5), 3, 4, 100));

    private Instant now = Instant.EPOCH;
    private final MemoryChain chain = MemoryChain.withGenesis(1337);
    private final MemoryPool pool = new MemoryPool();
    private final Rpc rpc = new Rpc(chain, pool, Optional.empty(), LIMITS, () -> now);

    @AfterEach
    void close() {
        rpc.close();
    }

    private String id(String method, String params) {
        return rpc.result(method, params).textValue();
    }

    private JsonNode changes(String id) {
        return rpc.result("eth_getFilterChanges", "['" + id + "']");
    }

    private void commit(int logs) {
        chain.commit(List.of(TestBlocks.transfer(0)), List.of(Collections.nCopies(logs,
                new Log(TestBlocks.RECIPIENT, List.of(Hash.ZERO), Bytes.EMPTY))));
    }

    @Test
    void tellsNewBlocksOnce() {
        commit(0);
        String id = id("eth_newBlockFilter", "[]");
        assertThat(changes(id)).isEmpty();
        commit(0);
        commit(0);
        assertThat(changes(id)).extracting(JsonNode::textValue).containsExactly(
                chain.block(2).orElseThrow().hash().toString(),
                chain.block(3).orElseThrow().hash().toString());
        assertThat(changes(id)).isEmpty();
    }

    /** Nothing is lost where one poll may not carry it all. */
    @Test
    void tellsLogsPieceByPiece() {
        String id = id("eth_newFilter", "[{'address':'" + TestBlocks.RECIPIENT + "'}]");
        for (int logs : new int[]{2, 2, 5, 1}) {
            commit(logs);
        }
        assertThat(changes(id)).hasSize(2);
        assertThat(changes(id)).hasSize(2);
        assertThat(changes(id)).as("one block alone is never cut").hasSize(5);
        assertThat(changes(id)).hasSize(1);
        assertThat(changes(id)).isEmpty();
    }

    @Test
    void tellsAllLogsOfAFilter() {
        commit(1);
        commit(1);
        String id = id("eth_newFilter", "[{'fromBlock':'0x1'}]");
        assertThat(changes(id)).as("only what is new").isEmpty();
        assertThat(rpc.result("eth_getFilterLogs", "['" + id + "']")).hasSize(2);
    }

    @Test
    void tellsPendingTransactionsAndEndsWhereTooManyWereMissed() {
        String id = id("eth_newPendingTransactionFilter", "[]");
        pool.submit(TestBlocks.transfer(0).encoded());
        assertThat(changes(id)).extracting(JsonNode::textValue)
                .containsExactly(TestBlocks.transfer(0).hash().toString());
        for (int i = 1; i <= 4; i++) {
            pool.submit(TestBlocks.transfer(i).encoded());
        }
        assertThat(rpc.error("eth_getFilterChanges", "['" + id + "']").get("code").intValue())
                .isEqualTo(-32005);
        assertThat(rpc.error("eth_getFilterChanges", "['" + id + "']").get("message")
                .textValue()).isEqualTo("filter not found");
    }

    @Test
    void forgetsFiltersThatNobodyAsksFor() {
        String kept = id("eth_newBlockFilter", "[]");
        String idle = id("eth_newBlockFilter", "[]");
        assertThat(rpc.error("eth_newBlockFilter", "[]").get("code").intValue())
                .isEqualTo(-32005);
        now = now.plus(Duration.ofMinutes(4));
        changes(kept);
        now = now.plus(Duration.ofMinutes(2));
        assertThat(rpc.error("eth_getFilterChanges", "['" + idle + "']").get("message")
                .textValue()).isEqualTo("filter not found");
        changes(kept);
        id("eth_newBlockFilter", "[]");
    }

    @Test
    void uninstalls() {
        String id = id("eth_newBlockFilter", "[]");
        assertThat(rpc.result("eth_uninstallFilter", "['" + id + "']").booleanValue()).isTrue();
        assertThat(rpc.result("eth_uninstallFilter", "['" + id + "']").booleanValue()).isFalse();
    }

    @Test
    void refusesWideLogQueriesWithARangeThatWorks() {
        for (int logs : new int[]{1, 1, 1, 1, 1}) {
            commit(logs);
        }
        JsonNode wide = rpc.error("eth_getLogs", "[{'fromBlock':'0x0','toBlock':'0x5'}]");
        assertThat(wide.get("code").intValue()).isEqualTo(-32005);
        assertThat(wide.get("message").textValue()).contains("[0x0, 0x3]");
        assertThat(rpc.result("eth_getLogs", "[{'fromBlock':'0x0','toBlock':'0x3'}]")).hasSize(3);
        JsonNode many = rpc.error("eth_getLogs", "[{'fromBlock':'0x1','toBlock':'0x4'}]");
        assertThat(many.get("code").intValue()).isEqualTo(-32005);
        assertThat(many.get("message").textValue()).contains("[0x1, 0x3]");
    }
}
