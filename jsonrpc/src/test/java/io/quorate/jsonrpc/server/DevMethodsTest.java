package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.dev.DevCommand;
import io.quorate.execution.dev.DevCommand.Mine;
import io.quorate.execution.dev.DevCommand.Moment;
import io.quorate.execution.dev.DevExecuted.Outcome;
import io.quorate.execution.dev.DevState;
import io.quorate.jsonrpc.AccessLog;
import io.quorate.jsonrpc.DevChain;
import io.quorate.jsonrpc.JsonRpcConfig.Limits;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The forms in which clients tell things, and what they are answered. */
class DevMethodsTest {
    private static final Address SOMEBODY = Address.ofLow(0x50be);
    private static final String QUOTED = "'" + SOMEBODY + "'";

    private final MemoryChain chain = MemoryChain.withGenesis(1337);
    private Optional<Outcome> next = Optional.of(new Outcome.Done(UInt256.ZERO));
    private List<DevCommand> told = List.of();
    private final Rpc rpc = new Rpc(new JsonRpcPorts(chain, new MemoryPool(), Optional.empty(),
            Optional.of(new Recorder()), Optional.empty(), path -> Optional.empty(),
            AccessLog.NONE), Limits.DEFAULT, InstantSource.system());

    private final class Recorder implements DevChain {
        @Override
        public Optional<Outcome> tell(List<DevCommand> commands) {
            told = commands;
            return next;
        }

        @Override
        public DevState state() {
            return new DevState(chain.stateAt(chain.latestNumber()).orElseThrow());
        }
    }

    @AfterEach
    void close() {
        rpc.close();
    }

    private void assertTells(String method, String params, String answer,
            DevCommand... commands) {
        assertThat(rpc.result(method, params).toString()).as(method + params).isEqualTo(answer);
        assertThat(told).as(method + params).containsExactly(commands);
    }

    @Test
    void accountsAreChangedByBothNames() {
        assertTells("hardhat_setBalance", "[" + QUOTED + ",'0x0a']", "true",
                new DevCommand.SetBalance(SOMEBODY, UInt256.of(10)));
        assertTells("anvil_setBalance", "[" + QUOTED + ",10]", "null",
                new DevCommand.SetBalance(SOMEBODY, UInt256.of(10)));
        assertTells("anvil_setBalance", "[" + QUOTED + ",'10']", "null",
                new DevCommand.SetBalance(SOMEBODY, UInt256.of(10)));
        assertTells("hardhat_setNonce", "[" + QUOTED + ",'0xfffffffffffffffe']", "true",
                new DevCommand.SetNonce(SOMEBODY, -2));
        assertTells("hardhat_setCode", "[" + QUOTED + ",'0x6001']", "true",
                new DevCommand.SetCode(SOMEBODY, Bytes.of(0x60, 1)));
        assertTells("anvil_setStorageAt", "[" + QUOTED + ",'0x1','0x" + "0".repeat(63) + "7']",
                "true",
                new DevCommand.SetStorage(SOMEBODY, UInt256.ONE, UInt256.of(7)));
        assertTells("anvil_autoImpersonateAccount", "[true]", "null",
                new DevCommand.ImpersonateAll(true));
        assertTells("hardhat_stopImpersonatingAccount", "[" + QUOTED + "]", "true",
                new DevCommand.Impersonate(SOMEBODY, false));
    }

    @Test
    void blocksAreMinedInAllForms() {
        assertTells("evm_mine", "[]", "\"0x0\"", Mine.NOW);
        assertTells("evm_mine", "['0x70000000']", "\"0x0\"",
                new Mine(Moment.AT, 0x70000000L));
        assertTells("evm_mine", "[1900000000]", "\"0x0\"", new Mine(Moment.AT, 1_900_000_000L));
        assertTells("evm_mine", "[{'blocks':'0x2'}]", "\"0x0\"", Mine.NOW, Mine.NOW);
        assertTells("evm_mine", "[{'timestamp':1900000000,'blocks':2}]", "\"0x0\"",
                new Mine(Moment.AT, 1_900_000_000L), Mine.NOW);
        assertTells("hardhat_mine", "[]", "true", Mine.NOW);
        assertTells("hardhat_mine", "['0x2']", "true", Mine.NOW,
                new Mine(Moment.AFTER_PARENT, 1));
        assertTells("anvil_mine", "['0x2','0xc']", "null", Mine.NOW,
                new Mine(Moment.AFTER_PARENT, 12));
        assertTells("anvil_mine", "[2]", "null", Mine.NOW, Mine.NOW);
        told = List.of();
        assertTells("hardhat_mine", "['0x0']", "true");
        assertThat(rpc.error("hardhat_mine", "['0x2711']").path("message").asText())
                .contains("between 0 and 10000");
        assertTells("evm_setIntervalMining", "[1500]", "true", new DevCommand.SetInterval(1_500));
        assertTells("anvil_setIntervalMining", "[2]", "null", new DevCommand.SetInterval(2_000));
        assertTells("evm_setBlockGasLimit", "['0x5208']", "true",
                new DevCommand.SetGasLimit(21_000));
        assertTells("evm_setAutomine", "[false]", "true", new DevCommand.SetAutomine(false));
        assertThat(rpc.result("hardhat_getAutomine", "[]").asBoolean()).isTrue();
    }

    @Test
    void timeAndSnapshotsAreAnsweredWithQuantities() {
        next = Optional.of(new Outcome.Done(UInt256.of(3_600)));
        assertTells("evm_increaseTime", "[3600]", "\"0xe10\"", new DevCommand.IncreaseTime(3_600));
        assertTells("evm_increaseTime", "['3600']", "\"0xe10\"",
                new DevCommand.IncreaseTime(3_600));
        assertTells("evm_setNextBlockTimestamp", "['0xe10']", "\"0xe10\"",
                new DevCommand.SetNextTimestamp(3_600));
        next = Optional.of(new Outcome.Done(UInt256.ONE));
        assertTells("evm_snapshot", "[]", "\"0x1\"", new DevCommand.Snapshot());
        told = List.of();
        assertTells("evm_revert", "['0x1']", "false");
        assertTells("evm_revert", "['0x" + "f".repeat(64) + "']", "false");
        assertTells("hardhat_reset", "[]", "true", new DevCommand.Reset());
        assertTells("anvil_reset", "[{'forking':{'blockNumber':null}}]", "null",
                new DevCommand.Reset());
        assertThat(rpc.error("hardhat_reset", "[{'forking':{'jsonRpcUrl':'http://x'}}]")
                .path("code").asInt()).isEqualTo(-32004);
        assertTells("anvil_dropAllTransactions", "[]", "null", new DevCommand.Drop(Hash.ZERO));
    }

    @Test
    void whatIsRefusedSaysWhy() {
        next = Optional.of(new Outcome.Refused("too early"));
        JsonNode refused = rpc.error("evm_setNextBlockTimestamp", "[1]");
        assertThat(refused.path("code").asInt()).isEqualTo(-32000);
        assertThat(refused.path("message").asText()).isEqualTo("too early");
        next = Optional.empty();
        assertThat(rpc.error("evm_mine", "[]").path("code").asInt()).isEqualTo(-32016);
        for (String bad : List.of("[]", "['x']", "[-1]", "['-0x1']", "['0x" + "f".repeat(64)
                + "']", "[1.5]", "[{}]")) {
            assertThat(rpc.error("evm_increaseTime", bad).path("code").asInt()).as(bad)
                    .isEqualTo(-32602);
        }
        assertThat(rpc.error("hardhat_setBalance", "[" + QUOTED + ",'0x1" + "0".repeat(64) + "']")
                .path("code").asInt()).isEqualTo(-32602);
        assertThat(rpc.error("hardhat_setCode", "[" + QUOTED + ",'0x" + "00".repeat(98_305)
                + "']").path("message").asText()).contains("at most 98304 bytes");
    }

    @Test
    void theNetworkDescribesItself() {
        JsonNode metadata = rpc.result("hardhat_metadata", "[]");
        assertThat(metadata.path("chainId").asLong()).isEqualTo(1337);
        assertThat(metadata.path("latestBlockNumber").asLong()).isZero();
        JsonNode info = rpc.result("anvil_nodeInfo", "[]");
        assertThat(info.path("currentBlockNumber").asText()).isEqualTo("0x0");
        assertThat(info.at("/environment/chainId").asText()).isEqualTo("0x539");
    }

    @Test
    void elsewhereThereIsAHint() {
        try (Rpc ordinary = new Rpc(chain, new MemoryPool())) {
            for (String method : List.of("evm_snapshot", "hardhat_setCode", "anvil_mine")) {
                JsonNode error = ordinary.error(method, "[]");
                assertThat(error.path("code").asInt()).isEqualTo(-32601);
                assertThat(error.path("message").asText()).contains("./quorate dev");
            }
        }
    }
}
