package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.Bytecode;
import io.quorate.evm.Opcode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.SlotRecord;
import io.quorate.ledger.TestChain;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Chains whose next batch is announced at any time, late, wrongly or never, against chains that know of no next batch: to
 * the last byte. Every block asks for the hash of the one before it, which is not known while it is begun ahead.
 */
class NextBlockProperties {
    private static final int BLOCKS = 6;
    private static final int LENGTH = 60;
    private static final int SEEDS = 5;

    private final ExecutorService helpers = Executors.newCachedThreadPool();

    @AfterEach
    void stopHelpers() {
        helpers.shutdownNow();
    }

    /** A batch and what becomes of it. */
    private record Expected(DecidedBatch batch, String fingerprint) {}

    @ParameterizedTest
    @CsvSource({"OSAKA,EIP1559,60000000,1,ALWAYS", "OSAKA,FEE_BLIND,3000000,1,ALWAYS",
            "LONDON,EIP1559,60000000,3,ALWAYS", "OSAKA,EIP1559,60000000,4,ADAPTIVE"})
    void whatIsAnnouncedMakesNoDifference(Fork fork, FeeMode feeMode, long gasLimit, int threads,
            Parallelism.Eagerness eagerness) {
        ChainRules rules = new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(fork), feeMode,
                false, gasLimit, ParallelWorkload.BENEFICIARY);
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<Expected> chain = chain(rules, fork, seed);
            Ledger ledger = Ledger.open(new InMemoryKeyValueStore(),
                    ParallelWorkload.genesis(fork));
            BlockExecutor executor = new BlockExecutor(rules, ledger.state(),
                    new Parallelism(helpers, threads, eagerness));
            Random random = new Random(seed);
            for (int i = 0; i < BLOCKS; i++) {
                Optional<DecidedBatch> next = Optional.of(i + 1).filter(n -> n < BLOCKS)
                        .map(n -> chain.get(n).batch);
                ExecutedBatch made = announcing(executor, ledger, chain.get(i).batch, next,
                        random);
                assertThat(Fingerprint.of(made)).as("seed %d block %d", seed, i + 1)
                        .isEqualTo(chain.get(i).fingerprint);
                commit(ledger, made);
            }
        }
    }

    private ExecutedBatch announcing(BlockExecutor executor, Ledger ledger, DecidedBatch batch,
            Optional<DecidedBatch> next, Random random) {
        int when = random.nextInt(6);
        switch (when) {
            case 0 -> next.ifPresent(executor::announce);
            case 1 -> next.ifPresent(right -> executor.announce(falsified(right, random)));
            case 2 -> next.ifPresent(right -> helpers.execute(() -> executor.announce(right)));
            case 3 -> {
                executor.announce(batch); // too late to be of use
                next.ifPresent(executor::announce);
            }
            default -> {
            }
        }
        ExecutedBatch made = executor.execute(ledger.head(), batch, ledger::blockHash);
        if (when == 4) {
            next.ifPresent(executor::announce);
        }
        return made;
    }

    private static DecidedBatch falsified(DecidedBatch batch, Random random) {
        List<RecoveredTransaction> transactions = new ArrayList<>(batch.transactions());
        long millis = batch.timestampMillis();
        Hash digest = batch.digest();
        switch (random.nextInt(3)) {
            case 0 -> Collections.shuffle(transactions, random);
            case 1 -> millis += 5_000;
            default -> digest = Hash.ZERO;
        }
        return new DecidedBatch(batch.epoch(), batch.seqNum(), batch.proposerIndex(), millis,
                digest, transactions, batch.emptyBlock());
    }

    private static List<Expected> chain(ChainRules rules, Fork fork, long seed) {
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), ParallelWorkload.genesis(fork));
        BlockExecutor executor = new BlockExecutor(rules, ledger.state());
        ParallelWorkload workload = new ParallelWorkload(seed, 12, fork);
        List<Expected> chain = new ArrayList<>();
        for (long seq = 1; seq <= BLOCKS; seq++) {
            List<RecoveredTransaction> transactions = new ArrayList<>(workload.batch(LENGTH,
                    ledger.stateAt(ledger.head().number()).orElseThrow()));
            transactions.add(LENGTH / 2, storesParentHash(seq - 1));
            DecidedBatch batch = new DecidedBatch(0, seq, 2, 5_250 * seq,
                    Keccak256.hash(Bytes.ofUnsignedLong(seq)), transactions,
                    DecidedBatch.EmptyBlock.OMITTED);
            ExecutedBatch made = executor.execute(ledger.head(), batch, ledger::blockHash);
            chain.add(new Expected(batch, Fingerprint.of(made)));
            commit(ledger, made);
        }
        return chain;
    }

    /** A creation whose code keeps BLOCKHASH of the block before. */
    private static RecoveredTransaction storesParentHash(long nonce) {
        Bytes init = new Bytecode().push(1)
                .op(Opcode.NUMBER, Opcode.SUB, Opcode.BLOCKHASH).sstore(0).bytes();
        Transaction transaction = new Transaction.DynamicFee(Optional.of(TestChain.CHAIN_ID),
                nonce, UInt256.ONE, UInt256.of(3_000_000_000L), 200_000, Optional.empty(),
                UInt256.ZERO, init, List.of(), new Signature(UInt256.ONE, UInt256.ONE, 0));
        Bytes encoded = TransactionCodec.encode(transaction);
        return new RecoveredTransaction(transaction, ParallelWorkload.sender(63),
                Keccak256.hash(encoded), encoded);
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
