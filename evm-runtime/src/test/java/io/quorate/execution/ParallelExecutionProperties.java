package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.SlotRecord;
import io.quorate.ledger.TestChain;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parallel execution against sequential execution, to the last byte, over random batches full of conflicts. */
class ParallelExecutionProperties {
    private static final int BATCHES = 4;
    private static final int LENGTH = 100;
    private static final int SEEDS = 6;

    private final ExecutorService helpers = Executors.newCachedThreadPool();

    @AfterEach
    void stopHelpers() {
        helpers.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"LONDON,EIP1559,60000000", "SHANGHAI,EIP1559,60000000",
            "OSAKA,EIP1559,60000000", "OSAKA,FEE_BLIND,60000000", "OSAKA,EIP1559,3000000",
            "OSAKA,FEE_BLIND,3000000"})
    void doesWhatSequentialExecutionDoes(Fork fork, FeeMode feeMode, long gasLimit) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            int senders = seed % 3 == 0 ? 64 : seed % 3 == 1 ? 12 : 2;
            compare(new ParallelWorkload(seed, senders, fork), fork, feeMode, gasLimit,
                    "seed " + seed + ", " + fork + ", " + feeMode);
        }
    }

    private void compare(ParallelWorkload workload, Fork fork, FeeMode feeMode, long gasLimit,
            String what) {
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), ParallelWorkload.genesis(fork));
        ChainRules rules = new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(fork), feeMode,
                false, gasLimit, ParallelWorkload.BENEFICIARY);
        BlockExecutor sequential = new BlockExecutor(rules, ledger.state());
        List<BlockExecutor> parallel = new ArrayList<>();
        for (int threads : new int[]{1, 2, 3, 8}) {
            parallel.add(new BlockExecutor(rules, ledger.state(), new Parallelism(helpers, threads,
                    Parallelism.Eagerness.ALWAYS)));
        }
        parallel.add(new BlockExecutor(rules, ledger.state(), new Parallelism(helpers, 4)));
        int executed = 0;
        for (int i = 0; i < BATCHES; i++) {
            List<RecoveredTransaction> transactions = workload.batch(LENGTH,
                    ledger.stateAt(ledger.head().number()).orElseThrow());
            ExecutedBatch expected = execute(sequential, ledger, transactions);
            String fingerprint = Fingerprint.of(expected);
            for (BlockExecutor executor : parallel) {
                assertThat(Fingerprint.of(execute(executor, ledger, transactions)))
                        .as("%s, batch %d", what, i).isEqualTo(fingerprint);
            }
            commit(ledger, expected);
            executed += expected.block().orElseThrow().outcomes().size();
        }
        assertThat(executed).as(what).isGreaterThan(gasLimit < 10_000_000 ? 40 : 200);
    }

    private static ExecutedBatch execute(BlockExecutor executor, Ledger ledger,
            List<RecoveredTransaction> transactions) {
        long seqNum = ledger.appliedSeq() + 1;
        return executor.execute(ledger.head(), new DecidedBatch(0, seqNum, 2, 5_250 * seqNum,
                Hash.EMPTY, transactions, DecidedBatch.EmptyBlock.OMITTED), ledger::blockHash);
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
