package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.SlotRecord;
import io.quorate.ledger.TestChain;
import io.quorate.ledger.Transaction;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random workloads under random rules that random transactions change: executors with helpers, overlap and what they know of
 * earlier blocks make the same, to the last byte, as one that begins each block anew; and so does an import.
 */
class PermissionProperties {
    private static final int BLOCKS = 8;
    private static final int LENGTH = 60;
    private static final int SENDERS = 12;
    private static final Address KEEPER = ParallelWorkload.sender(62);

    private final ExecutorService helpers = Executors.newCachedThreadPool();

    @AfterEach
    void stopHelpers() {
        helpers.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsKnownOfTheRulesMakesNoDifference(long seed) {
        Random random = new Random(seed);
        ChainRules rules = new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA),
                FeeMode.EIP1559, false, 60_000_000, ParallelWorkload.BENEFICIARY);
        var genesis = ParallelWorkload.genesis(Fork.OSAKA, randomRules(random).allocations());
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis);
        Ledger imported = Ledger.open(new InMemoryKeyValueStore(), genesis);
        BlockImporter importer = BlockImporter.ofOrderedChain(rules, imported);
        List<BlockExecutor> others = List.of(new BlockExecutor(rules, ledger.state()),
                new BlockExecutor(rules, ledger.state(),
                        new Parallelism(helpers, 3, Parallelism.Eagerness.ALWAYS)),
                new BlockExecutor(rules, ledger.state(), new Parallelism(helpers, 4)));
        ParallelWorkload workload = new ParallelWorkload(seed, SENDERS, Fork.OSAKA);
        int left = 0;
        int keeperNonce = 0;
        for (int i = 0; i < BLOCKS; i++) {
            List<RecoveredTransaction> transactions = new ArrayList<>(workload.batch(LENGTH,
                    ledger.stateAt(ledger.head().number()).orElseThrow()));
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                transactions.add(transactions.size() * random.nextInt(3) / 2 % LENGTH,
                        change(random, keeperNonce));
                keeperNonce++;
            }
            long seqNum = ledger.appliedSeq() + 1;
            DecidedBatch batch = new DecidedBatch(0, seqNum, 2, 5_250 * seqNum,
                    Keccak256.hash(Bytes.ofUnsignedLong(seqNum)), inOrder(transactions),
                    DecidedBatch.EmptyBlock.MADE);
            ExecutedBatch expected = new BlockExecutor(rules, ledger.state())
                    .execute(ledger.head(), batch, ledger::blockHash);
            for (BlockExecutor executor : others) {
                assertThat(Fingerprint.of(
                        executor.execute(ledger.head(), batch, ledger::blockHash)))
                        .as("seed %d, block %d", seed, i).isEqualTo(Fingerprint.of(expected));
            }
            left += (int) expected.skipped().stream().filter(skipped -> skipped.reason()
                    .compareTo(TransactionRejection.SENDER_NOT_PERMITTED) >= 0).count();
            commit(ledger, expected);
            ImportOutcome outcome = importer.execute(expected.block().orElseThrow().block());
            assertThat(outcome).isInstanceOf(ImportOutcome.Valid.class);
            imported.importBlock(((ImportOutcome.Valid) outcome).commit());
        }
        assertThat(left).isPositive();
        assertThat(imported.head()).isEqualTo(ledger.head());
    }

    /** The keeper's own in nonce order, wherever they stand. */
    private static List<RecoveredTransaction> inOrder(List<RecoveredTransaction> transactions) {
        List<RecoveredTransaction> keepers = transactions.stream()
                .filter(transaction -> transaction.sender().equals(KEEPER))
                .sorted((a, b) -> Long.compare(a.transaction().nonce(), b.transaction().nonce()))
                .toList();
        int[] next = {0};
        return transactions.stream().map(transaction -> transaction.sender().equals(KEEPER)
                ? keepers.get(next[0]++) : transaction).toList();
    }

    private static RuleSlots randomRules(Random random) {
        RuleSlots slots = new RuleSlots().enforce(1 + random.nextInt(7)).organisation(1, 1)
                .organisation(2, 1).organisation(3, 2).account(KEEPER, 1, 0, RuleSlots.NODE);
        for (int i = 0; i < SENDERS; i++) {
            slots.account(ParallelWorkload.sender(i), 1 + random.nextInt(3), random.nextInt(32),
                    random.nextInt(8) == 0 ? RuleSlots.SUSPENDED : 0);
        }
        for (int i = 1; i <= 7; i++) {
            if (random.nextInt(3) == 0) slots.restrict(contract(i), random.nextInt(32));
            slots.list(contract(i), ParallelWorkload.sender(random.nextInt(SENDERS)));
        }
        return slots;
    }

    private static Address contract(int index) {
        return Address.ofLow(0xc0_0000 + index);
    }

    /** Half of them change the rules, the rest look as if they could. */
    private static RecoveredTransaction change(Random random, long nonce) {
        Address sender = ParallelWorkload.sender(random.nextInt(SENDERS));
        Address contract = contract(1 + random.nextInt(7));
        boolean inRegistry = random.nextInt(4) == 0;
        Bytes write = inRegistry
                ? RuleSlots.write(UInt256.of(1 + random.nextInt(2)),
                        RuleSlots.organisationSlot(1 + random.nextInt(3)))
                : switch (random.nextInt(4)) {
                    case 0 -> RuleSlots.write(UInt256.of(random.nextInt(8)), UInt256.ZERO);
                    case 1 -> RuleSlots.write(RuleSlots.accountWord(1 + random.nextInt(3),
                            random.nextInt(32), 0), RuleSlots.accountSlot(sender));
                    case 2 -> RuleSlots.write(
                            UInt256.of(random.nextInt(2) | (long) random.nextInt(32) << 8),
                            RuleSlots.contractSlot(contract));
                    default -> RuleSlots.write(UInt256.of(random.nextInt(2)),
                            RuleSlots.listedSlot(contract, sender));
                };
        return ParallelWorkload.recovered(KEEPER, new Transaction.DynamicFee(
                Optional.of(TestChain.CHAIN_ID), nonce, UInt256.ONE, UInt256.of(3_000_000_000L),
                200_000,
                Optional.of(inRegistry ? RuleSlots.REGISTRY : RuleSlots.PERMISSIONS),
                UInt256.ZERO, write, List.of(), new Signature(UInt256.ONE, UInt256.ONE, 0)));
    }

    private static void commit(Ledger ledger, ExecutedBatch batch) {
        ExecutedBlock block = batch.block().orElseThrow();
        SlotRecord slotRecord = new SlotRecord(ledger.lastRecordHash(), 0, ledger.appliedSeq() + 1,
                Hash.EMPTY, Hash.ZERO, block.block().hash(), block.accessList().hash(),
                Hash.ZERO);
        ledger.commit(new DecidedSlot(slotRecord, 0, Bytes.of(1), Bytes.of(2), Bytes.of(3)),
                batch.block().map(ExecutedBlock::toCommit));
    }
}
