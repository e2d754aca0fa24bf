package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.TestChain;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A header as the executor makes it passes; with any one field otherwise it does not. */
class OrderedHeaderRulesTest {
    private static final ChainRules RULES = new ChainRules(TestChain.CHAIN_ID,
            ForkSchedule.allFrom(Fork.OSAKA), FeeMode.EIP1559, true,
            ChainRules.DEFAULT_BLOCK_GAS_LIMIT, Address.ofLow(0xbe));
    private static final long MILLIS = 9_900;

    private final Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
    private final ChainHead first = headOf(execute(ledger.head(), 7, 5_000));
    private final BlockHeader good = executeOnFirst();

    private BlockHeader execute(ChainHead parent, long seqNum, long millis) {
        DecidedBatch batch = new DecidedBatch(1, seqNum, 2, millis, Hash.EMPTY, List.of(),
                DecidedBatch.EmptyBlock.MADE);
        return new BlockExecutor(RULES, ledger.state())
                .execute(parent, batch, ledger::blockHash).block().orElseThrow().block().header();
    }

    private static ChainHead headOf(BlockHeader header) {
        return new ChainHead(BlockHeaderCodec.hash(header), header);
    }

    /** Only the fields that follow from the parent matter, so the state need not. */
    private BlockHeader executeOnFirst() {
        Fields fields = new Fields(execute(ledger.head(), 8, MILLIS));
        fields.parentHash = first.hash();
        fields.number = first.number() + 1;
        fields.baseFeePerGas = Optional.of(BlockFees.baseFeeAfter(first.header()));
        return fields.header();
    }

    private Optional<String> violation(Consumer<Fields> change) {
        Fields fields = new Fields(good);
        change.accept(fields);
        return new OrderedHeaderRules(RULES, first, fields.header()).violation();
    }

    @Test
    void passesWhatTheExecutorMakes() {
        assertThat(violation(fields -> {})).isEmpty();
    }

    @Test
    void refusesAnotherPlaceInTheChain() {
        assertThat(violation(f -> f.parentHash = Hash.EMPTY)).get().asString().contains("follow");
        assertThat(violation(f -> f.number++)).get().asString().contains("follow");
    }

    @Test
    void refusesAnotherPlaceInTheOrder() {
        assertThat(violation(f -> f.extraData = Bytes.EMPTY)).get().asString()
                .contains("extraData");
        assertThat(violation(f -> f.extraData = new ExtraData(1, 7, MILLIS, 2).encode()))
                .get().asString().contains("sequence number");
        assertThat(violation(f -> f.extraData = new ExtraData(0, 8, MILLIS, 2).encode()))
                .get().asString().contains("sequence number");
        assertThat(violation(f -> f.extraData = new ExtraData(1, 8, 4_999, 2).encode()))
                .get().asString().contains("timestamp");
        assertThat(violation(f -> f.timestamp++)).get().asString().contains("timestamp");
    }

    @Test
    void refusesOtherLimitsAndPrices() {
        assertThat(violation(f -> f.gasLimit--)).get().asString().contains("gasLimit");
        assertThat(violation(f -> f.gasUsed = f.gasLimit + 1)).get().asString()
                .contains("gasUsed");
        assertThat(violation(f -> f.beneficiary = Address.ZERO)).get().asString()
                .contains("beneficiary");
        assertThat(violation(f -> f.baseFeePerGas = Optional.of(UInt256.ONE))).get().asString()
                .contains("baseFeePerGas");
        assertThat(violation(f -> f.excessBlobGas = Optional.of(1L))).get().asString()
                .contains("excessBlobGas");
    }

    @Test
    void refusesWhatOnlyOtherChainsHave() {
        assertThat(violation(f -> f.difficulty = UInt256.ONE)).get().asString()
                .contains("difficulty");
        assertThat(violation(f -> f.nonce = Bytes.ofUnsignedLong(1))).get().asString()
                .contains("nonce");
        assertThat(violation(f -> f.ommersHash = Hash.EMPTY)).get().asString().contains("ommers");
        assertThat(violation(f -> f.parentBeaconBlockRoot = Optional.of(Hash.EMPTY))).get()
                .asString().contains("beacon root");
    }

    @Test
    void refusesFieldsOfOtherForks() {
        assertThat(violation(f -> f.requestsHash = Optional.empty())).get().asString()
                .contains("fields");
        assertThat(violation(f -> f.withdrawalsRoot = Optional.empty())).get().asString()
                .contains("fields");
        assertThat(violation(f -> f.blobGasUsed = Optional.empty())).get().asString()
                .contains("fields");
    }

    /** A header that can be changed; only those fields that a test changes. */
    private static final class Fields {
        private final BlockHeader base;
        private Hash parentHash;
        private Hash ommersHash;
        private Address beneficiary;
        private UInt256 difficulty;
        private long number;
        private long gasLimit;
        private long gasUsed;
        private long timestamp;
        private Bytes extraData;
        private Bytes nonce;
        private Optional<UInt256> baseFeePerGas;
        private Optional<Hash> withdrawalsRoot;
        private Optional<Long> blobGasUsed;
        private Optional<Long> excessBlobGas;
        private Optional<Hash> parentBeaconBlockRoot;
        private Optional<Hash> requestsHash;

        private Fields(BlockHeader base) {
            this.base = base;
            parentHash = base.parentHash();
            ommersHash = base.ommersHash();
            beneficiary = base.beneficiary();
            difficulty = base.difficulty();
            number = base.number();
            gasLimit = base.gasLimit();
            gasUsed = base.gasUsed();
            timestamp = base.timestamp();
            extraData = base.extraData();
            nonce = base.nonce();
            baseFeePerGas = base.baseFeePerGas();
            withdrawalsRoot = base.withdrawalsRoot();
            blobGasUsed = base.blobGasUsed();
            excessBlobGas = base.excessBlobGas();
            parentBeaconBlockRoot = base.parentBeaconBlockRoot();
            requestsHash = base.requestsHash();
        }

        private BlockHeader header() {
            return new BlockHeader(parentHash, ommersHash, beneficiary, base.stateRoot(),
                    base.transactionsRoot(), base.receiptsRoot(), base.logsBloom(), difficulty,
                    number, gasLimit, gasUsed, timestamp, extraData, base.mixHash(), nonce,
                    baseFeePerGas, withdrawalsRoot, blobGasUsed, excessBlobGas,
                    parentBeaconBlockRoot, requestsHash);
        }
    }
}
