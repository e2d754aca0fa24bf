package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.CallRules;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.AccountProof;
import io.quorate.jsonrpc.CachedChain;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.GuardedChain;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.Overrides;
import io.quorate.jsonrpc.TestBlocks;
import io.quorate.jsonrpc.json.AnswerMemory;
import io.quorate.jsonrpc.json.JsonFormat;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.method.Connection;
import io.quorate.ledger.Log;
import io.quorate.state.Account;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A contract that certain readers alone may read, through every method that could tell of it. */
class ReadRulesTest {
    private static final Address REGISTRY = Address.ofLow(0x5100);
    private static final Address PERMISSIONS = Address.ofLow(0x5101);
    private static final Address VAULT = Address.ofLow(0xc0_0001);
    private static final Address OPEN = Address.ofLow(0xc0_0002);
    private static final Optional<Address> NOBODY = Optional.empty();
    private static final Optional<Address> STRANGER = Optional.of(Address.ofLow(0x57));
    private static final Optional<Address> READER = Optional.of(Address.ofLow(0x4e));
    private static final Optional<Address> LISTED = Optional.of(Address.ofLow(0x11));
    private static final Optional<Address> AUDITOR = Optional.of(Address.ofLow(0xa0));
    private static final Hash PUBLIC_TOPIC = Hash.of(Bytes.repeat((byte) 7, 32));
    private static final Hash TOPIC = Hash.of(Bytes.repeat((byte) 8, 32));
    private static final String PUBLIC_SELECTOR = "0x01020304";
    private static final int NOT_PERMITTED = -32007;

    private final List<CallRules> guards = new ArrayList<>();
    private final MemoryChain chain = new MemoryChain(1337) {
        @Override
        public CallResult simulate(CallRequest request, long number, Overrides overrides,
                long gasCap, CallRules guard) {
            guards.add(guard);
            return simulate(request, number, overrides, gasCap);
        }

        @Override
        public Optional<AccountProof> proof(Address address, List<UInt256> keys, long number) {
            return Optional.of(new AccountProof(Account.EMPTY, Hash.EMPTY_TRIE_ROOT, List.of(),
                    List.of()));
        }
    };
    private final Rpc rpc = new Rpc(chain, new MemoryPool());
    private final Map<UInt256, UInt256> rules = new HashMap<>();

    @BeforeEach
    void restrict() {
        chain.accounts.put(PERMISSIONS, new Account(1, UInt256.ZERO, Hash.ZERO));
        chain.slots.put(PERMISSIONS, rules);
        chain.slots.put(REGISTRY,
                Map.of(mapped(UInt256.of(1).toBytes(), UInt256.of(10)), UInt256.of(1)));
        chain.slots.put(VAULT, Map.of(UInt256.ZERO, UInt256.of(42)));
        rules.put(UInt256.ZERO, UInt256.of(8));
        account(READER, 16);
        account(AUDITOR, 8);
        rules.put(mapped(padded(VAULT), UInt256.of(2)), UInt256.of(2 | 16 << 16));
        rules.put(mapped(padded(LISTED.orElseThrow()), mapped(padded(VAULT), UInt256.of(3))),
                UInt256.of(2));
        UInt256 keys = mapped(padded(VAULT), UInt256.of(4));
        // What these two stand for is the auditors' matter: not the readers'.
        rules.put(mapped(TOPIC.bytes(), keys), UInt256.of(1 | 8 << 16));
        rules.put(mapped(Bytes.concatenate(Bytes.fromHexString(PUBLIC_SELECTOR),
                Bytes.wrap(new byte[28])), keys), UInt256.of(1 | 4 << 16));
        chain.commit(List.of(), List.of());
        chain.commit(List.of(TestBlocks.transfer(0)),
                List.of(List.of(log(VAULT, PUBLIC_TOPIC), log(OPEN, TOPIC), log(VAULT, TOPIC))));
    }

    private void account(Optional<Address> account, int roles) {
        rules.put(mapped(padded(account.orElseThrow()), UInt256.of(1)),
                UInt256.of(1L | (long) roles << 32));
    }

    private static Log log(Address contract, Hash topic) {
        return new Log(contract, List.of(topic), Bytes.of(1));
    }

    private static Bytes padded(Address address) {
        return Bytes.concatenate(Bytes.wrap(new byte[12]), address.bytes());
    }

    private static UInt256 mapped(Bytes key, UInt256 at) {
        return Keccak256.hash(Bytes.concatenate(key, at.toBytes())).toUInt256();
    }

    @AfterEach
    void close() {
        rpc.close();
    }

    private int code(Optional<Address> as, String method, String params) {
        return rpc.callAs(as, method, params).at("/error/code").asInt();
    }

    private JsonNode result(Optional<Address> as, String method, String params) {
        JsonNode answer = rpc.callAs(as, method, params);
        assertThat(answer.has("result")).as(answer.toString()).isTrue();
        return answer.get("result");
    }

    /** What has an answer of its own in the interface would get it for everybody. */
    @Test
    void everyQuestionOfAChainIsForwarded() {
        for (Class<?> layer : List.of(GuardedChain.class, CachedChain.class)) {
            assertThat(Stream.of(ChainQueries.class.getMethods())
                    .filter(method -> !Modifier.isStatic(method.getModifiers()))
                    .filter(method -> Stream.of(layer.getDeclaredMethods()).noneMatch(
                            own -> own.getName().equals(method.getName()) && Arrays.equals(
                                    own.getParameterTypes(), method.getParameterTypes()))))
                    .as("what " + layer.getSimpleName() + " does not forward").isEmpty();
        }
    }

    @Test
    void storageIsForReaders() {
        Map<String, String> questions = Map.of("eth_getStorageAt",
                "['" + VAULT + "','0x0','latest']", "eth_getStorageValues",
                "[{'" + VAULT + "':['0x0']},'latest']", "eth_getProof",
                "['" + VAULT + "',['0x0'],'latest']");
        questions.forEach((method, params) -> {
            assertThat(code(NOBODY, method, params)).as(method).isEqualTo(NOT_PERMITTED);
            assertThat(code(STRANGER, method, params)).as(method).isEqualTo(NOT_PERMITTED);
            for (Optional<Address> reader : List.of(READER, LISTED, AUDITOR)) {
                result(reader, method, params);
            }
        });
        result(NOBODY, "eth_getStorageAt", "['" + OPEN + "','0x0','latest']");
        result(NOBODY, "eth_getProof", "['" + VAULT + "',[],'latest']");
        result(NOBODY, "eth_getCode", "['" + VAULT + "','latest']");
    }

    @Test
    void nothingIsRestrictedUntilItIsEnforced() {
        rules.put(UInt256.ZERO, UInt256.of(7));
        chain.commit(List.of(), List.of());
        assertThat(result(NOBODY, "eth_getStorageAt", "['" + VAULT + "','0x0','latest']")
                .asText()).endsWith("2a");
        assertThat(result(NOBODY, "eth_getLogs", "[{'fromBlock':'0x0'}]")).hasSize(3);
    }

    @Test
    void callsAskAContractForWhatTheirSelectorMayTell() {
        String other = "[{'to':'" + VAULT + "','data':'0x0a0b0c0d'},'latest']";
        String open = "[{'to':'" + VAULT + "','data':'" + PUBLIC_SELECTOR + "'},'latest']";
        for (String method : List.of("eth_call", "eth_estimateGas")) {
            assertThat(code(NOBODY, method, other)).isEqualTo(NOT_PERMITTED);
            assertThat(code(NOBODY, method, open)).isEqualTo(NOT_PERMITTED);
            assertThat(code(READER, method, open)).as("another role's").isEqualTo(NOT_PERMITTED);
            result(READER, method, other);
            result(AUDITOR, method, open);
        }
        guards.clear();
        result(NOBODY, "eth_call", "[{'to':'" + OPEN + "','data':'0x0a0b0c0d'},'latest']");
        assertThat(guards.getFirst().mayCall(OPEN, VAULT, 0x0a0b0c0dL)).isFalse();
        assertThat(guards.getFirst().mayCall(OPEN, VAULT, CallRules.NO_SELECTOR)).isFalse();
        assertThat(guards.getFirst().mayCall(OPEN, OPEN, 0x0a0b0c0dL)).isTrue();
        result(READER, "eth_call", "[{'to':'" + OPEN + "'},'latest']");
        assertThat(guards.getLast().mayCall(OPEN, VAULT, 0x0a0b0c0dL)).isTrue();
        assertThat(guards.getLast().mayCall(OPEN, VAULT, 0x01020304L)).isFalse();
    }

    /** Other code in the contract's place would tell all that it stores. */
    @Test
    void overridesDoNotOpenAContract() {
        account(STRANGER, 4); // it may ask the selector, and no more
        String call = "[{'to':'" + VAULT + "','data':'" + PUBLIC_SELECTOR + "'},'latest'";
        chain.commit(List.of(), List.of());
        result(STRANGER, "eth_call", call + "]");
        assertThat(code(STRANGER, "eth_call", call + ",{'" + VAULT + "':{'code':'0x00'}}]"))
                .isEqualTo(NOT_PERMITTED);
        assertThat(code(NOBODY, "eth_call", "[{'to':'" + OPEN + "'},'latest',{'" + PERMISSIONS
                + "':{'state':{}},'" + VAULT + "':{'code':'0x00'}}]")).isEqualTo(NOT_PERMITTED);
    }

    @Test
    void eventsAreLeftOut() {
        assertThat(topics(NOBODY)).containsExactly(OPEN + " " + TOPIC);
        assertThat(topics(STRANGER)).containsExactly(OPEN + " " + TOPIC);
        assertThat(topics(READER)).containsExactly(VAULT + " " + PUBLIC_TOPIC,
                OPEN + " " + TOPIC);
        assertThat(topics(AUDITOR)).hasSize(3);
        assertThat(topics(LISTED)).hasSize(3);
        String id = result(NOBODY, "eth_newFilter", "[{'fromBlock':'0x0'}]").asText();
        assertThat(result(NOBODY, "eth_getFilterLogs", "['" + id + "']")).hasSize(1);
        chain.commit(List.of(TestBlocks.transfer(1)), List.of(List.of(log(VAULT, TOPIC))));
        assertThat(result(NOBODY, "eth_getFilterChanges", "['" + id + "']")).isEmpty();
    }

    private List<String> topics(Optional<Address> as) {
        List<String> found = new ArrayList<>();
        result(as, "eth_getLogs", "[{'fromBlock':'0x0'}]").forEach(log -> found
                .add(log.get("address").asText() + " " + log.at("/topics/0").asText()));
        return found;
    }

    /** A receipt keeps the places of all events, so that the others have the numbers that others see. */
    @Test
    void receiptsShowThatThereWasAnEvent() {
        String hash = TestBlocks.transfer(0).hash().toString();
        for (Optional<Address> as : List.of(NOBODY, STRANGER)) {
            JsonNode logs = result(as, "eth_getTransactionReceipt", "['" + hash + "']")
                    .get("logs");
            assertThat(logs).hasSize(3);
            assertThat(logs.get(0).get("topics")).isEmpty();
            assertThat(logs.get(0).get("data").asText()).isEqualTo("0x");
            assertThat(logs.get(1).get("data").asText()).isEqualTo("0x01");
            assertThat(logs.get(1).get("logIndex").asText()).isEqualTo("0x1");
            assertThat(result(as, "eth_getBlockReceipts", "['0x1']").at("/0/logs/2/topics"))
                    .isEmpty();
        }
        assertThat(result(AUDITOR, "eth_getBlockReceipts", "['0x1']").at("/0/logs/2/topics"))
                .hasSize(1);
    }

    @Test
    void tracesAndWhatElseTellsAllAreForAuditors() {
        Map<String, String> questions = new HashMap<>(Map.of("debug_traceTransaction",
                "['" + TestBlocks.transfer(0).hash() + "']", "debug_traceBlockByNumber",
                "['0x1']", "debug_traceCall", "[{'to':'" + OPEN + "'},'latest']", "trace_block",
                "['0x1']", "debug_getRawReceipts", "['0x1']", "eth_createAccessList",
                "[{'to':'" + OPEN + "'},'latest']", "eth_simulateV1",
                "[{'blockStateCalls':[{}]},'latest']", "bft_getReceiptProof",
                "['" + TestBlocks.transfer(0).hash() + "']"));
        questions.putAll(Map.of("eth_getBlockAccessList", "['0x1']", "debug_getRawBlockAccessList",
                "['0x1']", "trace_call", "[{'to':'" + OPEN + "'},['trace'],'latest']",
                "trace_callMany", "[[[{'to':'" + OPEN + "'},['trace']]],'latest']",
                "trace_replayBlockTransactions", "['0x1',['trace']]"));
        questions.forEach((method, params) -> {
            assertThat(code(NOBODY, method, params)).as(method).isEqualTo(NOT_PERMITTED);
            assertThat(code(READER, method, params)).as(method).isEqualTo(NOT_PERMITTED);
            assertThat(code(AUDITOR, method, params)).as(method).isNotEqualTo(NOT_PERMITTED);
        });
    }

    @Test
    void subscriptionsGoByTheRulesOfTheMoment() {
        List<String> told = new ArrayList<>();
        Connection connection = new Connection() {
            @Override
            public void send(String method, JsonValue params) {
                synchronized (told) {
                    told.add(new String(new JsonFormat(1_000_000, 100, 100, 1_000_000,
                            AnswerMemory.ofThisProcess())
                            .notification(method, params), StandardCharsets.UTF_8));
                }
            }

            @Override
            public boolean awaitRoom() {
                return true;
            }

            @Override
            public void end(String reason) {
                throw new AssertionError(reason);
            }

            @Override
            public void onClose(Runnable action) {
                // it stays open
            }
        };
        rpc.start();
        rpc.callAs(READER, "eth_subscribe", "['logs',{'fromBlock':'0x0'}]",
                Optional.of(connection));
        Awaitility.await().until(() -> size(told) == 2);
        rules.put(mapped(padded(READER.orElseThrow()), UInt256.of(1)), UInt256.ZERO);
        chain.commit(List.of(TestBlocks.transfer(1)),
                List.of(List.of(log(VAULT, PUBLIC_TOPIC), log(OPEN, PUBLIC_TOPIC))));
        Awaitility.await().until(() -> size(told) == 3);
        assertThat(told.get(0)).contains(PUBLIC_TOPIC.toString()).contains(VAULT.toString());
        assertThat(told.get(1)).contains(OPEN.toString());
        assertThat(told.get(2)).contains(OPEN.toString()).contains(PUBLIC_TOPIC.toString());
    }

    private static int size(List<String> list) {
        synchronized (list) {
            return list.size();
        }
    }
}
