package io.quorate.node.bench.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockExecutor;
import io.quorate.execution.ChainRules;
import io.quorate.execution.DecidedBatch;
import io.quorate.execution.ExecutedBatch;
import io.quorate.execution.ExecutedBlock;
import io.quorate.execution.FeeMode;
import io.quorate.execution.Parallelism;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.SlotRecord;
import io.quorate.node.bench.BenchException;
import io.quorate.state.storage.KeyValueStore;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A chain that grows by decided batches as a replica's does, without anybody who decides. For one thread. */
final class MeasuredChain {
    static final UInt256 CHAIN_ID = UInt256.of(1337);
    static final ChainRules RULES = new ChainRules(CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA),
            FeeMode.FEE_BLIND, false, ChainRules.DEFAULT_BLOCK_GAS_LIMIT, Address.ZERO);

    private final Ledger ledger;
    private final BlockExecutor alone;
    private final BlockExecutor shared;

    MeasuredChain(KeyValueStore store, GenesisBlock genesis, Parallelism parallelism) {
        ledger = Ledger.open(store, genesis);
        alone = new BlockExecutor(RULES, ledger.state());
        shared = new BlockExecutor(RULES, ledger.state(), parallelism);
    }

    Ledger ledger() {
        return ledger;
    }

    /** Makes a block on one thread, as {@link #append(List, Optional, Way)}. */
    ExecutedBlock append(List<RecoveredTransaction> transactions) {
        return append(transactions, Optional.empty(), Way.ALONE);
    }

    /** Executes and commits; all transactions have to succeed. {@code next} is what comes after, where that is known. */
    ExecutedBlock append(List<RecoveredTransaction> transactions,
            Optional<List<RecoveredTransaction>> next, Way way) {
        BlockExecutor executor = way == Way.ALONE ? alone : shared;
        if (way == Way.OVERLAPPED) {
            next.ifPresent(after -> executor.announce(batch(ledger.appliedSeq() + 2, after)));
        }
        ChainHead head = ledger.head();
        DecidedBatch batch = batch(ledger.appliedSeq() + 1, transactions);
        ExecutedBatch executed = executor.execute(head, batch, number -> hashOf(head, number));
        ExecutedBlock block = executed.block().orElseThrow(
                () -> new BenchException("a block came out empty"));
        if (block.receipts().size() != transactions.size()
                || block.receipts().stream().anyMatch(receipt -> !receipt.succeeded())) {
            throw new BenchException("transactions of block " + block.block().number()
                    + " failed: " + executed.skipped());
        }
        SlotRecord slot = new SlotRecord(ledger.lastRecordHash(), 0, batch.seqNum(),
                batch.digest(), Hash.ZERO, block.block().hash(), block.accessList().hash(),
                Hash.ZERO);
        ledger.commit(new DecidedSlot(slot, batch.timestampMillis(), Bytes.EMPTY, Bytes.EMPTY,
                Bytes.EMPTY), Optional.of(block.toCommit()));
        return block;
    }

    private static DecidedBatch batch(long seq, List<RecoveredTransaction> transactions) {
        return new DecidedBatch(0, seq, 0, 1_700_000_000_000L + 100 * seq,
                Keccak256.hash(Bytes.ofUnsignedLong(seq)), transactions,
                DecidedBatch.EmptyBlock.OMITTED);
    }

    private Optional<Hash> hashOf(ChainHead head, long number) {
        return number == head.number() ? Optional.of(head.hash())
                : ledger.header(number).map(BlockHeaderCodec::hash);
    }
}
