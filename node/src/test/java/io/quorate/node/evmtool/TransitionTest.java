package io.quorate.node.evmtool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.trace.Tracer;
import io.quorate.node.Fixtures;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/**
 * Blocks of the official blockchain tests as transitions: the state before the first block and what its header
 * says of itself and its parent must give the roots and sums that the header has.
 */
class TransitionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FILE_BYTES_MAX = 150_000;
    private static final int TESTS_A_FORK_MAX = Integer.getInteger("quorate.t8n.testsMax", 25);

    private final Map<String, Integer> runs = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void givesTheHeadersOfAllForks() throws IOException {
        run("eest-blockchain.tar.gz", "blockchain_tests/");
        run("legacytests-blockchain.tar.gz", "/GeneralStateTests/");

        assertThat(wrong).isEmpty();
        assertThat(runs.keySet()).contains("Frontier", "Homestead", "EIP150", "EIP158",
                "Byzantium", "Constantinople", "ConstantinopleFix", "Istanbul", "Berlin", "London",
                "Paris", "Shanghai", "Cancun", "Prague", "Osaka");
    }

    private void run(String archive, String part) throws IOException {
        for (Map.Entry<String, byte[]> file : Fixtures.read(archive,
                name -> name.contains(part) && name.endsWith(".json"), FILE_BYTES_MAX)
                .entrySet()) {
            for (Map.Entry<String, JsonNode> test : JSON.readTree(file.getValue()).properties()) {
                runOne(test.getKey(), test.getValue());
            }
        }
    }

    private void runOne(String name, JsonNode test) {
        String network = test.path("network").asText();
        JsonNode block = test.path("blocks").path(0);
        boolean isPlain = block.has("blockHeader") && !block.has("expectException")
                && !network.contains("To") && block.path("uncleHeaders").isEmpty();
        if (isPlain && runs.merge(network, 1, Integer::sum) <= TESTS_A_FORK_MAX) {
            RuleSet rules = RuleSet.named(network);
            Transition.Output output = new Transition(
                    new Transition.Rules(rules, UInt256.ONE, reward(rules.fork())))
                    .run(new Transition.Input(test.get("pre"), env(test, block.get("blockHeader")),
                            txs(block, runs.get(network) % 2 == 0)), (i, hash) -> Tracer.NONE);
            compare(name, block.get("blockHeader"), output.result());
        }
    }

    private static Optional<UInt256> reward(Fork fork) {
        long ether = fork.isAtLeast(Fork.PARIS) ? 0 : fork.isAtLeast(Fork.CONSTANTINOPLE) ? 2
                : fork.isAtLeast(Fork.BYZANTIUM) ? 3 : 5;
        return Optional.of(UInt256.of(BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(ether))));
    }

    private static JsonNode env(JsonNode test, JsonNode header) {
        JsonNode parent = test.get("genesisBlockHeader");
        ObjectNode env = JSON.createObjectNode();
        env.set("currentCoinbase", header.get("coinbase"));
        env.set("currentGasLimit", header.get("gasLimit"));
        env.set("currentNumber", header.get("number"));
        env.set("currentTimestamp", header.get("timestamp"));
        env.set("currentRandom", header.get("mixHash"));
        env.set("parentDifficulty", parent.get("difficulty"));
        env.set("parentTimestamp", parent.get("timestamp"));
        env.set("parentUncleHash", parent.get("uncleHash"));
        env.set("parentGasLimit", parent.get("gasLimit"));
        env.set("parentGasUsed", parent.get("gasUsed"));
        env.set("parentBaseFee", parent.get("baseFeePerGas"));
        env.set("parentBlobGasUsed", parent.get("blobGasUsed"));
        env.set("parentExcessBlobGas", parent.get("excessBlobGas"));
        env.set("parentBeaconBlockRoot", header.get("parentBeaconBlockRoot"));
        env.set("withdrawals", test.path("blocks").path(0).get("withdrawals"));
        env.putObject("blockHashes").set("0x0", header.get("parentHash"));
        return env;
    }

    private static JsonNode txs(JsonNode block, boolean asRlp) {
        if (!asRlp && block.has("transactions")) {
            return block.get("transactions");
        }
        try {
            RlpReader parts = new RlpReader(Bytes.fromHexString(block.get("rlp").asText()))
                    .readList();
            parts.skip();
            return TextNode.valueOf(parts.readRaw().toHexString());
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }

    private void compare(String name, JsonNode header, ObjectNode result) {
        Map<String, String> keys = new HashMap<>(Map.of("stateRoot", "stateRoot", "txRoot",
                "transactionsTrie", "receiptsRoot", "receiptTrie", "logsBloom", "bloom", "gasUsed",
                "gasUsed", "currentDifficulty", "difficulty", "currentBaseFee", "baseFeePerGas",
                "withdrawalsRoot", "withdrawalsRoot", "currentExcessBlobGas", "excessBlobGas",
                "blobGasUsed", "blobGasUsed"));
        keys.put("requestsHash", "requestsHash");
        keys.forEach((key, headerKey) -> {
            String expected = header.path(headerKey).asText("0x0");
            String actual = result.path(key).asText("0x0").replace("null", "0x0");
            if (!new BigInteger(expected.substring(2), 16)
                    .equals(new BigInteger(actual.substring(2), 16))) {
                wrong.add(name + " " + key + ": " + actual + ", expected " + expected + " "
                        + result.path("rejected"));
            }
        });
    }

    @Test
    void signsWithTheKeyAndTellsWhyATransactionIsLeftOut() throws IOException {
        JsonNode input = JSON.readTree(
                """
                        {"alloc":{"0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b":{"balance":"0x5ffd4878be161d74"}},
                         "env":{"currentCoinbase":"0xc94f5374fce5edbc8e2a8697c15331677e6ebf0b",
                          "currentDifficulty":"0x20000","currentGasLimit":"0x750a163df65e8a",
                          "currentNumber":"1","currentTimestamp":"1000"},
                         "txs":[{"gas":"0x5208","gasPrice":"0x2","input":"0x","nonce":"0x0",
                           "to":"0x8a8eafb1cf62bfbeb1741769dae1a9dd47996192","value":"0x1",
                           "secretKey":"0x45a915e4d060149eb4365960e6a7a45f334393093061116b197e3240065ff2d8"},
                          {"gas":"0x5208","gasPrice":"0x2","input":"0x","nonce":"0x0","protected":false,
                           "to":"0x8a8eafb1cf62bfbeb1741769dae1a9dd47996192","value":"0x1",
                           "secretKey":"0x45a915e4d060149eb4365960e6a7a45f334393093061116b197e3240065ff2d8"}]}
                        """);

        Transition.Output output = new Transition(new Transition.Rules(RuleSet.named("Byzantium"),
                UInt256.ONE, Optional.empty())).run(new Transition.Input(input.get("alloc"),
                        input.get("env"), input.get("txs")), (i, hash) -> Tracer.NONE);

        assertThat(output.result().get("receipts")).hasSize(1);
        assertThat(output.result().get("rejected").get(0).get("index").asInt()).isEqualTo(1);
        assertThat(output.result().get("rejected").get(0).get("error").asText())
                .contains("nonce too low");
        assertThat(output.alloc().get("0x8a8eafb1cf62bfbeb1741769dae1a9dd47996192")
                .get("balance").asText()).isEqualTo("0x1");
        assertThat(output.alloc().has("0xc94f5374fce5edbc8e2a8697c15331677e6ebf0b")).isTrue();
    }

    @Test
    void saysWhatTheEnvironmentLacks() {
        ObjectNode env = JSON.createObjectNode().put("currentCoinbase",
                "0xc94f5374fce5edbc8e2a8697c15331677e6ebf0b").put("currentGasLimit", "0x1")
                .put("currentNumber", "0x1").put("currentTimestamp", "0x1");

        assertThatThrownBy(() -> new Transition(new Transition.Rules(RuleSet.named("London"),
                UInt256.ONE, Optional.empty())).run(new Transition.Input(JSON.createObjectNode(),
                        env.put("currentDifficulty", "0x1"), JSON.createArrayNode()),
                        (i, hash) -> Tracer.NONE))
                .isInstanceOfSatisfying(ToolException.class,
                        e -> assertThat(e.exitCode()).isEqualTo(3))
                .hasMessageContaining("currentBaseFee");
        assertThatThrownBy(() -> RuleSet.named("Atlantis")).hasMessageContaining("Osaka");
    }
}
