package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.Log;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Receipt;
import io.quorate.state.Account;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The recorded requests and responses of execution-apis that need no execution, against its own chain: whole
 * responses are compared, but for error messages. Receipts are those that the records themselves show, so
 * that what is derived from them (gas used, contract address, price, log index) is what is tested.
 */
class ExecutionApisTest {
    private static final Set<String> METHODS = Set.of("eth_blockNumber", "eth_chainId",
            "eth_getBalance", "eth_getBlockByHash", "eth_getBlockByNumber", "eth_getBlockReceipts",
            "eth_getBlockTransactionCountByHash", "eth_getBlockTransactionCountByNumber",
            "eth_getCode", "eth_getLogs", "eth_getStorageAt", "eth_getStorageValues",
            "eth_getTransactionByBlockHashAndIndex", "eth_getTransactionByBlockNumberAndIndex",
            "eth_getTransactionByHash", "eth_getTransactionCount", "eth_getTransactionReceipt",
            "eth_syncing", "net_version", "debug_getRawBlock", "debug_getRawHeader",
            "debug_getRawReceipts", "debug_getRawTransaction", "txpool_contentFrom");
    /** The genesis block is in no record as bytes, so that this chain has another one. */
    private static final Set<String> NEEDS_GENESIS = Set.of("get-genesis.io",
            "get-block-receipts-earliest.io");

    @TestFactory
    Stream<DynamicTest> records() throws Exception {
        Path archive = Path.of(System.getProperty("quorate.fixtures", "."), "rpc-compat.tar.gz");
        assumeTrue(Files.exists(archive), "no fixtures at " + archive);
        SortedMap<String, byte[]> files = RpcCompatArchive.read(archive);
        Rpc rpc = new Rpc(chain(files), new MemoryPool());
        return files.keySet().stream().filter(ExecutionApisTest::isRun)
                .map(name -> DynamicTest.dynamicTest(name,
                        () -> check(rpc, new String(files.get(name), StandardCharsets.UTF_8))));
    }

    private static boolean isRun(String path) {
        String[] parts = path.split("/");
        return path.endsWith(".io") && METHODS.contains(parts[parts.length - 2])
                && (!NEEDS_GENESIS.contains(parts[parts.length - 1])
                        || parts[parts.length - 2].startsWith("debug_getRawReceipts"));
    }

    private static void check(Rpc rpc, String recorded) {
        List<String> lines = recorded.lines().toList();
        String request = lines.stream().filter(l -> l.startsWith(">>")).findFirst().orElseThrow();
        String response = lines.stream().filter(l -> l.startsWith("<<")).findFirst().orElseThrow();
        ObjectNode expected = withoutMessage(
                Rpc.parse(response.substring(3).getBytes(StandardCharsets.UTF_8)));
        assertThat((JsonNode) withoutMessage(rpc.send(request.substring(3)))).isEqualTo(expected);
    }

    private static ObjectNode withoutMessage(JsonNode response) {
        if (response.has("error")) {
            ((ObjectNode) response.get("error")).remove("message");
        }
        return (ObjectNode) response;
    }

    private static MemoryChain chain(Map<String, byte[]> files) throws Exception {
        MemoryChain chain = new MemoryChain(3_503_995_874_084_926L);
        chain.feeMode = FeeMode.EIP_1559;
        chain.commit(List.of(), List.of()); // stands for the genesis block
        Map<Hash, JsonNode> receipts = recordedReceipts(files);
        RlpReader blocks = new RlpReader(
                Bytes.wrap(files.get("rpc-compat/tests/chain.rlp")));
        while (!blocks.isAtEnd()) {
            Block block = BlockCodec.read(blocks);
            chain.add(block, receiptsOf(block, receipts));
        }
        addAccounts(chain, Rpc.parse(files.get("rpc-compat/chain-info/headstate.json")));
        return chain;
    }

    /** Results of the recorded methods whose name contains {@code method}, one by one. */
    private static Stream<JsonNode> recordedResults(Map<String, byte[]> files, String method) {
        return files.entrySet().stream().filter(file -> file.getKey().contains("/eth_get")
                && file.getKey().contains(method))
                .flatMap(file -> new String(file.getValue(), StandardCharsets.UTF_8).lines())
                .filter(line -> line.startsWith("<<"))
                .map(line -> Rpc.parse(line.substring(3).getBytes(StandardCharsets.UTF_8)))
                .map(response -> response.path("result"))
                .flatMap(result -> result.isArray() ? result.valueStream() : Stream.of(result))
                .filter(JsonNode::isObject);
    }

    private static Map<Hash, JsonNode> recordedReceipts(Map<String, byte[]> files) {
        Map<Hash, JsonNode> receipts = new HashMap<>();
        recordedResults(files, "Logs").forEach(log -> {
            ObjectNode receipt = Rpc.MAPPER.createObjectNode().put("type", "0x0")
                    .put("status", "0x1").put("cumulativeGasUsed", "0x0").put("gasUsed", "0x0")
                    .put("logsBloom", LogsBloom.EMPTY.toHexString());
            receipt.putArray("logs").add(log);
            receipts.put(Hash.fromHex(log.get("transactionHash").textValue()), receipt);
        });
        recordedResults(files, "Receipt").forEach(receipt -> receipts
                .put(Hash.fromHex(receipt.get("transactionHash").textValue()), receipt));
        return receipts;
    }

    /** A receipt that is not recorded has the gas that the one behind it says was used before. */
    private static List<Receipt> receiptsOf(Block block, Map<Hash, JsonNode> recorded) {
        List<Receipt> receipts = new ArrayList<>();
        long gasBefore = 0;
        for (int i = block.transactions().size() - 1; i >= 0; i--) {
            JsonNode json = recorded.get(block.transactions().get(i).hash());
            receipts.addFirst(json == null
                    ? new Receipt(block.transactions().get(i).transaction().type(), true,
                            Optional.empty(), gasBefore, LogsBloom.EMPTY, List.of())
                    : receipt(json));
            gasBefore = json == null ? 0
                    : number(json.get("cumulativeGasUsed")).subtract(number(json.get("gasUsed")))
                            .longValue();
        }
        return receipts;
    }

    private static Receipt receipt(JsonNode json) {
        List<Log> logs = new ArrayList<>();
        json.get("logs").forEach(log -> {
            List<Hash> topics = new ArrayList<>();
            log.get("topics").forEach(topic -> topics.add(Hash.fromHex(topic.textValue())));
            logs.add(new Log(Address.fromHex(log.get("address").textValue()), topics,
                    Bytes.fromHexString(log.get("data").textValue())));
        });
        return new Receipt(number(json.get("type")).intValue(),
                json.path("status").asText().equals("0x1"),
                Optional.ofNullable(json.get("root")).map(r -> Hash.fromHex(r.textValue())),
                number(json.get("cumulativeGasUsed")).longValue(),
                Bytes.fromHexString(json.get("logsBloom").textValue()), logs);
    }

    private static BigInteger number(JsonNode quantity) {
        return new BigInteger(quantity.textValue().substring(2), 16);
    }

    private static void addAccounts(MemoryChain chain, JsonNode headState) {
        headState.get("accounts").forEachEntry((key, account) -> {
            Address address = Address.fromHex(key.toLowerCase(Locale.ROOT));
            Bytes code = Bytes.fromHexString(account.path("code").asText("0x"));
            chain.codes.put(Keccak256.hash(code), code);
            chain.accounts.put(address,
                    new Account(account.get("nonce").longValue(),
                            UInt256.of(new BigInteger(account.get("balance").textValue())),
                            Keccak256.hash(code)));
            Map<UInt256, UInt256> slots = new HashMap<>();
            account.path("storage").forEachEntry((slot, value) -> slots
                    .put(UInt256.fromHex(slot), UInt256.fromHex(value.textValue())));
            chain.slots.put(address, slots);
        });
    }
}
