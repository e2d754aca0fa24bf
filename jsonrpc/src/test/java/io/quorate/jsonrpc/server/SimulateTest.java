package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.SimulatedCall;
import io.quorate.execution.SimulationOutcome;
import io.quorate.execution.SimulationOutcome.CallOutcome;
import io.quorate.execution.SimulationOutcome.IndexedLog;
import io.quorate.execution.SimulationOutcome.Reason;
import io.quorate.execution.SimulationOutcome.SimulatedBlock;
import io.quorate.execution.SimulationRequest;
import io.quorate.execution.TransactionOutcome;
import io.quorate.jsonrpc.ForkSetup;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.TestBlocks;
import io.quorate.ledger.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What of {@code eth_simulateV1} reaches the simulator, and how its endings are told; and what the node tells of itself. */
class SimulateTest {
    private static final String FROM = "0x00000000000000000000000000000000000000bb";

    private final List<SimulationRequest> requests = new ArrayList<>();
    private Optional<SimulationOutcome> outcome = Optional
            .of(new SimulationOutcome.Simulated(List.of()));
    private final MemoryChain chain = new MemoryChain(1337) {
        @Override
        public Optional<SimulationOutcome> simulateBlocks(SimulationRequest request,
                long number) {
            requests.add(request);
            return outcome;
        }

        @Override
        public Optional<ForkSetup> forkSetup() {
            return Optional.of(new ForkSetup(ForkSchedule.allFrom(Fork.OSAKA), Hash.EMPTY, 0,
                    false, Optional.empty()));
        }
    };
    private final Rpc rpc = new Rpc(chain, new MemoryPool());

    SimulateTest() {
        chain.commit(List.of(), List.of());
    }

    @AfterEach
    void close() {
        rpc.close();
    }

    private int code(String params) {
        return rpc.error("eth_simulateV1", params).get("code").intValue();
    }

    @Test
    void passesTheRequestOn() {
        rpc.result("eth_simulateV1", "[{'blockStateCalls':[{'blockOverrides':{'number':'0x5',"
                + "'time':'0x64','baseFeePerGas':'0x7','withdrawals':[{'index':'0x1',"
                + "'validatorIndex':'0x2','address':'" + FROM + "','amount':'0x3'}]},"
                + "'stateOverrides':{'" + FROM + "':{'nonce':'0xffffffffffffffff','code':'0x00',"
                + "'stateDiff':{'0x01':'0x" + "0".repeat(63) + "9'}}},'calls':[{'from':'" + FROM
                + "','gasPrice':'0x2','data':'0x01','input':'0x02'},{}]}],"
                + "'validation':true,'traceTransfers':true}]");
        SimulationRequest request = requests.getFirst();
        assertThat(request.validation()).isTrue();
        assertThat(request.traceTransfers()).isTrue();
        assertThat(request.gasCap()).isEqualTo(50_000_000);
        SimulationRequest.Block block = request.blocks().getFirst();
        assertThat(block.fields().number()).contains(5L);
        assertThat(block.fields().timestamp()).contains(100L);
        assertThat(block.fields().baseFeePerGas()).contains(UInt256.of(7));
        assertThat(block.fields().withdrawals()).hasSize(1);
        SimulationRequest.Account account = block.accounts().get(Address.fromHex(FROM));
        assertThat(account.nonce()).contains(-1L);
        assertThat(account.storageDiff()).containsEntry(UInt256.ONE, UInt256.of(9));
        SimulatedCall call = block.calls().getFirst();
        assertThat(call.gasPrice()).contains(UInt256.of(2));
        assertThat(call.data()).as("input beats data").isEqualTo(Bytes.of(2));
        assertThat(block.calls().get(1).from()).isEqualTo(Address.ZERO);
        assertThat(block.calls().get(1).maxFeePerGas()).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThat(code("[{}]")).isEqualTo(-32602);
        assertThat(code("[{'blockStateCalls':[]}]")).isEqualTo(-32602);
        assertThat(code("[{'blockStateCalls':[{'call':[]}]}]")).isEqualTo(-32602);
        assertThat(code("[{'blockStateCalls':[{'blockOverrides':{'nmber':'0x1'}}]}]"))
                .isEqualTo(-32602);
        assertThat(code("[{'blockStateCalls':[{'stateOverrides':{'" + FROM
                + "':{'state':{},'stateDiff':{}}}}]}]")).isEqualTo(-32602);
        assertThat(code("[{'blockStateCalls':[{'calls':[{'gasPrice':'0x1',"
                + "'maxFeePerGas':'0x1'}]}]}]")).isEqualTo(-32602);
        assertThat(code("[{'blockStateCalls':[{}]},'0x7']")).isEqualTo(-32000);
        assertThat(code("[{'blockStateCalls':[" + "{},".repeat(256) + "{}]}]"))
                .isEqualTo(-38026);
        assertThat(requests).isEmpty();
    }

    @Test
    void tellsRefusalsByTheirCodes() {
        String simple = "[{'blockStateCalls':[{}]}]";
        outcome = Optional.empty();
        assertThat(code(simple)).isEqualTo(4444);
        for (Reason reason : Reason.values()) {
            outcome = Optional.of(new SimulationOutcome.Refused(reason, "because"));
            JsonNode error = rpc.error("eth_simulateV1", simple);
            assertThat(error.get("message").textValue()).isEqualTo("because");
            int expected = switch (reason) {
                case NONCE_TOO_LOW -> -38010;
                case NONCE_TOO_HIGH -> -38011;
                case FEE_CAP_BELOW_BASE_FEE -> -38012;
                case INTRINSIC_GAS_TOO_LOW -> -38013;
                case INSUFFICIENT_FUNDS -> -38014;
                case BLOCK_GAS_EXCEEDED -> -38015;
                case BLOCK_NUMBER_ORDER -> -38020;
                case TIMESTAMP_ORDER -> -38021;
                case PRECOMPILE_MOVED_TO_ITSELF -> -38022;
                case INITCODE_TOO_LARGE -> -38025;
                case TOO_MANY_BLOCKS -> -38026;
                case NONCE_OVERFLOW -> -32603;
                case ACCOUNT_OVERRIDE -> -32000;
                case INVALID_CALL, WITHDRAWALS_NOT_SUPPORTED -> -32602;
                case NOT_PERMITTED -> -32007;
                case RESULT_TOO_LARGE -> -32005;
                case TIMEOUT -> -32016;
            };
            assertThat(error.get("code").intValue()).as(reason.name()).isEqualTo(expected);
        }
    }

    @Test
    void showsWhatCallsDid() {
        Log log = new Log(Address.ofLow(7), List.of(), Bytes.of(1));
        CallOutcome good = new CallOutcome(executed(true, Bytes.of(9)),
                List.of(new IndexedLog(log, 3)));
        CallOutcome bad = new CallOutcome(executed(false, Bytes.of(8)), List.of());
        outcome = Optional.of(new SimulationOutcome.Simulated(List.of(new SimulatedBlock(
                TestBlocks.block(1, Hash.ZERO,
                        List.of(TestBlocks.transfer(0), TestBlocks.transfer(1)), List.of()),
                List.of(good, bad)))));
        JsonNode block = rpc.result("eth_simulateV1", "[{'blockStateCalls':[{}]}]").get(0);
        assertThat(block.at("/transactions/0").isTextual()).isTrue();
        assertThat(block.at("/calls/0/returnData").textValue()).isEqualTo("0x09");
        assertThat(block.at("/calls/0/status").textValue()).isEqualTo("0x1");
        assertThat(block.at("/calls/0/maxUsedGas").textValue()).isEqualTo("0x69");
        assertThat(block.at("/calls/0/logs/0/logIndex").textValue()).isEqualTo("0x3");
        assertThat(block.at("/calls/0/logs/0/blockHash")).isEqualTo(block.get("hash"));
        assertThat(block.at("/calls/1/returnData").textValue()).isEqualTo("0x");
        assertThat(block.at("/calls/1/error/code").intValue()).isEqualTo(3);
        assertThat(block.at("/calls/1/error/data").textValue()).isEqualTo("0x08");
    }

    private static TransactionOutcome.Executed executed(boolean succeeded, Bytes output) {
        return new TransactionOutcome.Executed(100, 5, succeeded, Optional.empty(), output,
                List.of(), Optional.empty(), UInt256.ZERO, 0);
    }

    @Test
    void tellsItsRulesAndWhatItHas() {
        JsonNode config = rpc.result("eth_config", "[]");
        assertThat(config.at("/current/activationTime").intValue()).isZero();
        assertThat(config.at("/current/blobSchedule/max").intValue()).as("no blobs are taken")
                .isZero();
        assertThat(config.at("/current/precompiles/P256VERIFY").textValue()).endsWith("0100");
        assertThat(config.at("/current/systemContracts").has("DEPOSIT_CONTRACT_ADDRESS"))
                .isFalse();
        assertThat(config.get("next").isNull()).isTrue();
        JsonNode capabilities = rpc.result("eth_capabilities", "[]");
        assertThat(capabilities.at("/head/number").textValue()).isEqualTo("0x0");
        assertThat(capabilities.at("/stateproofs/oldestBlock").textValue()).isEqualTo("0x0");
        assertThat(rpc.error("testing_buildBlockV1", "[]").get("code").intValue())
                .as("only where somebody tests").isEqualTo(-32601);
    }
}
