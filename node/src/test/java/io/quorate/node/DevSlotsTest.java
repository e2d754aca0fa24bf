package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.OrderedBatch;
import io.quorate.bft.core.epoch.Ceremonies;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockExecutor;
import io.quorate.execution.ChainRules;
import io.quorate.execution.FeeMode;
import io.quorate.execution.dev.DevCommand;
import io.quorate.execution.dev.DevOrder;
import io.quorate.genesis.GenesisBuilder;
import io.quorate.genesis.OrderingLimits;
import io.quorate.genesis.QuorateConfig;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.node.pool.PayloadCodec;
import io.quorate.node.pool.PoolLimits;
import io.quorate.node.pool.PoolListener;
import io.quorate.node.pool.Refusal;
import io.quorate.node.pool.TransactionPool;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands have their place in payloads of a development chain, and none anywhere else. */
@Timeout(240)
class DevSlotsTest {
    private static final Address SOMEBODY = Address.ofLow(0x50be);
    private static final Bytes GIFT = new DevOrder(0, 0,
            new DevCommand.SetBalance(SOMEBODY, UInt256.of(5))).encode();
    private static final Bytes MINE = new DevOrder(0, 0, DevCommand.Mine.NOW).encode();
    private static final Bytes OTHER = Bytes.of(1, 2, 3);

    @TempDir
    private Path folder;

    private static QuorateConfig quorate() {
        return new QuorateConfig(new DevCommittee(4).validators(),
                io.quorate.genesis.FeeMode.BLIND, 0, false, 0, QuorateConfig.DEFAULT_WINDOW,
                OrderingLimits.DEFAULT);
    }

    @Test
    void aCommandStandsInFrontAndAloneUnlessItMakesABlockOfWhatWaits() {
        assertThat(DevSlots.isValid(List.of(GIFT), true)).isTrue();
        assertThat(DevSlots.isValid(List.of(MINE, OTHER, OTHER), true)).isTrue();
        assertThat(DevSlots.isValid(List.of(DevOrder.TICK.encode(), OTHER), true)).isTrue();
        assertThat(DevSlots.isValid(List.of(GIFT, OTHER), true)).isFalse();
        assertThat(DevSlots.isValid(List.of(OTHER, GIFT), true)).isFalse();
        assertThat(DevSlots.isValid(List.of(MINE, MINE), true)).isFalse();
        assertThat(DevSlots.isValid(List.of(GIFT.slice(0, GIFT.size() - 1)), true)).isFalse();
        assertThat(DevSlots.isValid(List.of(OTHER), true)).isTrue();
    }

    /** Neither a vote for such a payload, nor any effect if others had decided it. */
    @Test
    void anOrdinaryReplicaHasNothingToDoWithCommands() {
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(),
                GenesisBuilder.forChain(5).build().block());
        ChainRules rules = new ChainRules(UInt256.of(5), ForkSchedule.allFrom(Fork.OSAKA),
                FeeMode.FEE_BLIND, false, 60_000_000, Address.ZERO);
        TransactionPool pool = new TransactionPool(PoolLimits.DEFAULT, _ -> Optional.empty(),
                () -> 0, new Deaf());
        try (SenderRecovery recovery = new SenderRecovery()) {
            OrderedLedger ordinary = new OrderedLedger(ledger,
                    new BlockExecutor(rules, ledger.state()), pool, recovery,
                    new OrderedLedger.Settings(60_000_000, 0, 1 << 18),
                    new LedgerEpochs(ledger, new OwnPlace(Orders.firstEpoch(quorate()),
                            new MemberId(0), Ceremonies.NONE), _ -> {}),
                    _ -> {},
                    new LedgerSnapshots(ledger, new OperatorLog(0),
                            LedgerSnapshots.Settings.DEFAULT, () -> {}),
                    _ -> {}, (_, _, _) -> {}, Optional.empty());
            for (Bytes item : List.of(GIFT, MINE, DevOrder.TICK.encode())) {
                Bytes payload = PayloadCodec.encodeItems(List.of(item));
                assertThat(ordinary.validPayload(payload)).isFalse();
                ordinary.execute(new Decided(new DecidedSlot(0, ledger.appliedSeq() + 1,
                        Digest.of(Hash.EMPTY.toArray()), 0, 0, payload, Bytes.EMPTY), 1_000,
                        Bytes.EMPTY, Digest.ZERO,
                        List.of(new OrderedBatch(0, OrderedBatch.IN_PROPOSAL, payload)),
                        Digest.ZERO));
            }
            assertThat(ledger.head().number()).isZero();
            assertThat(ledger.stateAt(0).orElseThrow().account(SOMEBODY)).isEmpty();
        }
    }

    private static final class Deaf implements PoolListener {
        @Override
        public void onAdmitted(RecoveredTransaction transaction) {
            throw new IllegalStateException("nothing is sent");
        }

        @Override
        public void onDropped(RecoveredTransaction transaction, Refusal refusal) {
            throw new IllegalStateException("nothing is sent");
        }
    }

    @Test
    @Tag("network")
    void aNetworkWhoseGenesisDoesNotSaySoRefusesWithAHint()
            throws IOException, InterruptedException {
        Path genesis = folder.resolve("plain.json");
        Files.writeString(genesis, GenesisBuilder.forChain(1_337).toJson());
        try (DevNetwork network = DevNetwork.start(new DevOptions(4, 0, OptionalLong.empty(),
                Optional.of(folder.resolve("chain")), Optional.of(genesis), 0,
                DevOptions.Links.IN_MEMORY), () -> {})) {
            for (String method : List.of("evm_mine", "hardhat_setBalance",
                    "anvil_impersonateAccount")) {
                JsonNode error = DevNetworkTest.answer(network, 0, method).path("error");
                assertThat(error.path("code").asInt()).isEqualTo(-32601);
                assertThat(error.path("message").asText()).contains(method, "./quorate dev",
                        "quorate.development");
            }
        }
    }

    @Test
    void aReplicaOfItsOwnDoesNotStartOnADevelopmentChain() {
        ReplicaProcess.requireOrdinary(quorate(), folder.resolve("genesis.json"));
        assertThatThrownBy(() -> ReplicaProcess.requireOrdinary(quorate().withDevelopment(true),
                folder.resolve("genesis.json")))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("genesis.json: quorate.development is true");
    }
}
