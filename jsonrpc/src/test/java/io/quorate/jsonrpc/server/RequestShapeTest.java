package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.jsonrpc.JsonRpcConfig.Limits;
import io.quorate.jsonrpc.JsonRpcConfig.Queries;
import io.quorate.jsonrpc.JsonRpcConfig.Requests;
import io.quorate.jsonrpc.JsonRpcConfig.Streams;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON-RPC 2.0 itself: what is a request, and what a bad one gets. */
class RequestShapeTest {
    private static final Limits SMALL = new Limits(new Requests(10_000, 3, 1_000, 8, 10, 1),
            Queries.DEFAULT, Streams.DEFAULT);

    private final Rpc rpc = new Rpc(MemoryChain.withGenesis(1337), new MemoryPool(),
            Optional.empty(), SMALL, InstantSource.system());

    @AfterEach
    void close() {
        rpc.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"one\"", "null", "1.50", "1e3", "-7",
            "123456789012345678901234567890",
            "true", "[1]", "{\"a\":1}", "\"\\u00fc\\n\""})
    void keepsTheId(String id) {
        byte[] response = dispatch(
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"eth_chainId\"}");
        JsonNode expected = Rpc.parse(id.getBytes(StandardCharsets.UTF_8));
        JsonNode kept = Rpc.parse(response).get("id");
        if (expected.isFloatingPointNumber()) {
            assertThat(kept.decimalValue()).isEqualByComparingTo(expected.decimalValue());
        } else {
            assertThat(kept).isEqualTo(expected);
        }
        assertThat(Rpc.parse(response).get("result").textValue()).isEqualTo("0x539");
    }

    private byte[] dispatch(String body) {
        return rpc.send(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"jsonrpc":"2.0","id":1,"method":"eth_chainId"        | -32700
            {"jsonrpc":"2.0","id":1,"id":2,"method":"eth_chainId"} | -32700
            {"jsonrpc":"2.0","id":1,"method":"eth_chainId"} {}    | -32700
            nonsense                                              | -32700
            ~~                                                    | -32700
            {"a":[[[[[[[[[[1]]]]]]]]]]}                           | -32700
            []                                                    | -32600
            7                                                     | -32600
            [1,2,3,4]                                             | -32600
            {"id":1,"method":"eth_chainId"}                       | -32600
            {"jsonrpc":"1.0","id":1,"method":"eth_chainId"}       | -32006
            {"jsonrpc":"2.0","id":1,"method":7}                   | -32600
            {"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":7} | -32600
            {"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":{}} | -32602
            {"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[1]} | -32602
            {"jsonrpc":"2.0","id":1,"method":"eth_nonsense"}      | -32601
            """)
    void refusesWithCode(String body, int code) {
        JsonNode response = rpc.send(body);
        assertThat(response.path("error").path("code").intValue()).as(body + response)
                .isEqualTo(code);
        assertThat(response.has("id")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine_newPayloadV4", "miner_start", "eth_getWork",
            "personal_sign", "priv_call", "eea_sendRawTransaction", "parity_x", "shh_post",
            "db_putString", "eth_compileSolidity"})
    void hintsAtMethodsOfOthers(String method) {
        JsonNode error = rpc.error(method, "[]");
        assertThat(error.get("code").intValue()).isEqualTo(-32601);
        assertThat(error.get("message").textValue()).contains(method).contains(": ");
    }

    @Test
    void refusesNumbersWithoutEnd() {
        JsonNode response = rpc.send("{\"jsonrpc\":\"2.0\",\"id\":" + "9".repeat(200)
                + ",\"method\":\"eth_chainId\"}");
        assertThat(response.get("error").get("code").intValue()).isEqualTo(-32700);
    }

    @Test
    void answersNoNotification() {
        assertThat(rpc.send("{\"jsonrpc\":\"2.0\",\"method\":\"eth_chainId\"}").isMissingNode())
                .isTrue();
    }

    @Test
    void answersABatchInOrderWithoutItsNotifications() {
        JsonNode responses = rpc.send("""
                [{"jsonrpc":"2.0","id":1,"method":"eth_chainId"},
                 {"jsonrpc":"2.0","method":"eth_chainId"},
                 7]""");
        assertThat(responses).hasSize(2);
        assertThat(responses.get(0).get("result").textValue()).isEqualTo("0x539");
        assertThat(responses.get(1).get("error").get("code").intValue()).isEqualTo(-32600);
        assertThat(responses.get(1).get("id").isNull()).isTrue();
    }

    /** A result that does not fit becomes an error, and in a batch leaves the others whole. */
    @Test
    void boundsTheResponse() {
        String block = "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"eth_getBlockByNumber\","
                + "\"params\":[\"latest\",true]}";
        JsonNode response = rpc.send(block);
        assertThat(response.get("id").intValue()).isEqualTo(5);
        assertThat(response.get("error").get("code").intValue()).isEqualTo(-32005);
        JsonNode batch = rpc.send("[" + block
                + ",{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"eth_chainId\"}]");
        assertThat(batch.get(0).has("error")).isTrue();
        assertThat(batch.get(1).get("result").textValue()).isEqualTo("0x539");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eth_getBalance        | []                               | address
            eth_getBalance        | ['0x12']                         | address
            eth_getBalance        | [7]                              | address
            eth_getBalance        | ['0x000000000000000000000000000000000000000g'] | address
            eth_getBalance        | ['0x0000000000000000000000000000000000000001','newest'] | block
            eth_getBalance        | ['0x0000000000000000000000000000000000000001',7] | block
            eth_getBlockByNumber  | ['0xzz',false]                   | block
            eth_getBlockByNumber  | ['1',false]                      | block
            eth_getBlockByNumber  | ['0x1','yes']                    | hydratedTransactions
            eth_getBlockByHash    | ['0x1',false]                    | blockHash
            eth_sendRawTransaction| ['0x123']                        | transaction
            eth_call              | ['x']                            | transaction
            eth_call              | [{'data':'0xq1'}]                | transaction.data
            eth_call              | [{'gasPrice':'0x1','maxFeePerGas':'0x1'}] | transaction.gasPrice
            eth_call              | [{'accessList':[{'address':'0x1'}]}] | transaction.accessList[0].address
            eth_call              | [{},'latest',{'0x0000000000000000000000000000000000000001':{'what':1}}] | what
            eth_getStorageAt      | ['0x0000000000000000000000000000000000000001','0xasdf'] | storageKey
            eth_feeHistory        | ['0x1','latest',[50,20]]         | rewardPercentiles
            eth_getLogs           | [{'topics':[[],[],[],[],[]]}]    | filter.topics
            eth_getLogs           | [{'address':'0x1'}]              | filter.address
            web3_sha3             | []                               | data
            """)
    void namesTheBadParameter(String method, String params, String name) {
        JsonNode error = rpc.error(method, params);
        assertThat(error.get("code").intValue()).isEqualTo(-32602);
        assertThat(error.get("message").textValue()).contains(name);
    }

    /** For WebSockets and single requests of a batch; the wait of a whole batch is bounded. */
    @Test
    void refusesToAnswerWithoutABlockThatTheCallerKnows() {
        String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"minBlock\":%s,\"method\":\"eth_chainId\"}";
        assertThat(rpc.send(request.formatted("0")).get("result").textValue())
                .isEqualTo("0x539");
        assertThat(rpc.send(request.formatted("\"0x0\"")).has("result")).isTrue();
        JsonNode late = rpc.send(request.formatted("\"0x7\"")).get("error");
        assertThat(late.get("code").intValue()).isEqualTo(-32002);
        assertThat(late.get("message").textValue())
                .contains("block 0x7 is not here after 100 ms, the latest is 0x0");
        assertThat(late.get("data").textValue()).isEqualTo("0x0");
        assertThat(rpc.send(request.formatted("\"latest\"")).get("error").get("code").intValue())
                .isEqualTo(-32602);
        JsonNode batch = rpc.send("[" + request.formatted("0") + "," + request.formatted("7")
                + "]");
        assertThat(batch.get(0).has("result")).isTrue();
        assertThat(batch.get(1).get("error").get("code").intValue()).isEqualTo(-32002);
    }
}
