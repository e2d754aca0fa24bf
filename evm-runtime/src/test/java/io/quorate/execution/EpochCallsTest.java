package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.FixedEpoch;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RestoreTarget;
import io.quorate.ledger.SlotRecord;
import io.quorate.ledger.TestChain;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** What blocks tell the Registry of epochs, with code in its place that a vote might put there. */
class EpochCallsTest {
    private static final ChainRules RULES = BlockExecutorTest.rules(FeeMode.FEE_BLIND);
    private static final Bytes FIXED_SELECTOR = Keccak256
            .hash("epochFixed(uint64,uint64,bytes32)".getBytes(StandardCharsets.US_ASCII))
            .bytes().slice(0, 4);
    /** Keeps what it is told where the Registry does. */
    private static final Bytes GOOD = Bytes.concatenate(
            Bytes.fromHexString("0x5f3560e01c63"), FIXED_SELECTOR,
            Bytes.fromHexString("0x14603a57"
                    // started: slot 0 without pending, slot 1 what slot 2 was, slots 2 and 4 empty
                    + "680100000000000000015f55" + "60243560401b60043517600155" + "5f600255"
                    + "5f600455" + "00"),
            Bytes.repeat((byte) 0x5b, 10), Bytes.fromHexString("0x5b"
                    // fixed: slot 0 with pending, slots 2 and 4
                    + "72010000000000000000000100000000000000015f55"
                    + "60243560401b60043517600255" + "604435600455" + "00"));
    private static final Bytes REVERTING = Bytes.fromHexString("0x5f5ffd");
    private static final Bytes IDLE = Bytes.fromHexString("0x00");

    /** Epoch e + 1 begins after slot 4 (e + 1). */
    private static final Epochs EPOCHS = new Epochs() {
        @Override
        public Optional<FixedEpoch> next(MemberRegistry registry, long epoch, long seqNum) {
            return inForce(epoch + 1);
        }

        @Override
        public Optional<FixedEpoch> inForce(long epoch) {
            Bytes configuration = Bytes.ofUnsignedLong(epoch);
            return Optional.of(new FixedEpoch(epoch, 4 * epoch, Keccak256.hash(configuration),
                    configuration));
        }
    };

    private static GenesisBlock genesis(Bytes code) {
        var storage = new TreeMap<UInt256, UInt256>();
        storage.put(UInt256.ZERO, UInt256.ONE); // one request, which no epoch took in
        var more = new TreeMap<Address, GenesisBlock.Allocation>();
        more.put(MemberRegistry.ADDRESS,
                new GenesisBlock.Allocation(1, UInt256.ZERO, code, storage));
        return TestChain.genesis(more);
    }

    private static ExecutedBlock commit(Ledger ledger, long epoch) {
        long seqNum = ledger.appliedSeq() + 1;
        ExecutedBatch batch = new BlockExecutor(RULES, ledger.state(), Parallelism.NONE, EPOCHS)
                .execute(ledger.head(), new DecidedBatch(epoch, seqNum, 0, 1_000 * seqNum,
                        Hash.EMPTY, List.of(TestChain.store(1, seqNum - 1, seqNum, 1)),
                        DecidedBatch.EmptyBlock.OMITTED), ledger::blockHash);
        ExecutedBlock block = batch.block().orElseThrow();
        SlotRecord slotRecord = new SlotRecord(ledger.lastRecordHash(), epoch, seqNum, Hash.EMPTY,
                Hash.ZERO, block.block().hash(), block.accessList().hash(), Hash.ZERO);
        ledger.commit(new DecidedSlot(slotRecord, 1_000 * seqNum, Bytes.of(1), Bytes.of(2),
                Bytes.of(3)), Optional.of(block.toCommit()));
        return block;
    }

    private static MemberRegistry registry(Ledger ledger) {
        return MemberRegistry.in(ledger.stateAt(ledger.head().number()).orElseThrow())
                .orElseThrow();
    }

    @Test
    void fixesAnEpochOnceAndTellsThatItBegan() {
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis(GOOD));
        ExecutedBlock first = commit(ledger, 0);
        assertThat(first.epochs()).isEqualTo(new EpochOutcome(EPOCHS.inForce(1), List.of()));
        assertThat(registry(ledger).requests())
                .isEqualTo(new MemberRegistry.Requests(1, 1, 0, true));
        assertThat(registry(ledger).pending()).isEqualTo(new MemberRegistry.Epoch(1, 4, 0, 0,
                EPOCHS.inForce(1).orElseThrow().hash()));
        assertThat(commit(ledger, 0).epochs()).isEqualTo(EpochOutcome.NONE);
        assertThat(ledger.fixedEpoch(1)).isEqualTo(EPOCHS.inForce(1));
        commit(ledger, 0);
        commit(ledger, 0);
        assertThat(registry(ledger).current().number()).isZero();

        commit(ledger, 1);
        assertThat(registry(ledger).requests().pending()).isFalse();
        assertThat(registry(ledger).current().number()).isEqualTo(1);
        assertThat(registry(ledger).current().start()).isEqualTo(4);
        imports(ledger);
    }

    /** Blocks lead to the same states elsewhere, and to the same epochs. */
    private static void imports(Ledger ledger) {
        Ledger other = Ledger.open(new InMemoryKeyValueStore(), genesis(GOOD));
        BlockImporter importer = BlockImporter.ofOrderedChain(RULES, other, Parallelism.NONE,
                EPOCHS);
        for (long number = 1; number <= ledger.head().number(); number++) {
            ImportOutcome outcome = importer.execute(ledger.block(number).orElseThrow());
            assertThat(outcome).isInstanceOf(ImportOutcome.Valid.class);
            other.importBlock(((ImportOutcome.Valid) outcome).commit());
        }
        assertThat(other.fixedEpoch(1)).isEqualTo(EPOCHS.inForce(1));
        assertThat(new BlockImporterOutcome(Epochs.NONE).of(ledger, 1))
                .isInstanceOf(ImportOutcome.Invalid.class);
    }

    /** Whoever knows no epochs does not take such a block. */
    private record BlockImporterOutcome(Epochs epochs) {
        ImportOutcome of(Ledger ledger, long number) {
            Ledger other = Ledger.open(new InMemoryKeyValueStore(), genesis(GOOD));
            return BlockImporter.ofOrderedChain(RULES, other, Parallelism.NONE, epochs)
                    .execute(ledger.block(number).orElseThrow());
        }
    }

    /** An epoch that operators began by hand before the one that is fixed, and had no block of its own. */
    @Test
    void tellsOfAllEpochsThatBeganWithoutABlock() {
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis(GOOD));
        commit(ledger, 0);
        commit(ledger, 3);
        assertThat(registry(ledger).current().number()).isEqualTo(3);
        assertThat(registry(ledger).current().start()).isEqualTo(12);
    }

    @Test
    void aContractThatFailsStopsNothing() {
        for (Bytes code : List.of(REVERTING, IDLE)) {
            Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis(code));
            for (long epoch = 0; epoch < 2; epoch++) {
                ExecutedBlock block = commit(ledger, epoch);
                assertThat(block.epochs().fixed()).isEmpty();
                assertThat(block.epochs().failures()).hasSize((int) epoch + 1)
                        .allMatch(failure -> failure.matches(
                                "the Registry did not take epoch(Fixed|Started)\\([12], [48]\\): it (reverted"
                                        + " with 0x|left other records than it should)"));
                assertThat(registry(ledger).requests().request()).isEqualTo(1);
                assertThat(registry(ledger).current().number()).isZero();
            }
            assertThat(ledger.fixedEpoch(1)).isEmpty();
        }
    }

    /** Whoever starts from a state knows what was fixed before, if the state's slot is after the block that fixed it. */
    @Test
    void aSnapshotTakesWhatIsFixedAlong() {
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis(GOOD));
        for (int i = 0; i < 3; i++) {
            commit(ledger, 0);
        }
        Ledger restored = Ledger.open(new InMemoryKeyValueStore(), genesis(GOOD));
        List<Bytes> chunks = new ArrayList<>();
        assertThat(ledger.snapshot(2, chunks::add)).isPresent();
        List<Hash> names = chunks.stream().map(Keccak256::hash).toList();
        restored.beginRestore(Bytes.of(9), names);
        for (int i = 0; i < names.size(); i++) {
            restored.storeChunk(names.get(i), chunks.get(i));
        }
        DecidedSlot slot = ledger.slot(2).orElseThrow();
        restored.finishRestore(new RestoreTarget(slot.slotRecord().hash(),
                slot.timestampMillis(), slot.value(), slot.certificate(), slot.orderingState(),
                Bytes.EMPTY, names));
        assertThat(restored.fixedEpoch(1)).isEqualTo(EPOCHS.inForce(1));
        assertThat(commit(restored, 0).block()).isEqualTo(ledger.block(3).orElseThrow());
    }
}
