package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.quorate.state.AccountProof;
import io.quorate.state.StateView;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a ledger goes through, with every kind of write that it has beside the change of the whole state: slots with and
 * without a block, certificates, ends of epochs, pruning of slots and of blocks. What a crash interrupts is told by the
 * head and may be done again; so a ledger that was stopped anywhere can be held, to the last entry, against one that was
 * not.
 */
final class LedgerLife {
    static final long LAST = 26;
    private static final List<UInt256> KEYS = List.of(UInt256.ONE, UInt256.of(7), UInt256.of(31));
    private static final LogFilter STORED = new LogFilter(List.of(TestChain.STORE), List.of());
    /** Stores 1 in slot 0, and leaves a contract of one byte. */
    private static final Bytes CREATION = Bytes.fromHexString("0x60015f555f5f5360015ff3");

    private final Map<Long, Map<Space, List<String>>> contents = new HashMap<>();
    private final Ledger whole = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());

    /** Lives it once, without any trouble, and remembers the store after each slot. */
    LedgerLife() {
        InMemoryKeyValueStore store = new InMemoryKeyValueStore();
        Ledger ledger = Ledger.open(store, TestChain.genesis());
        contents.put(0L, content(store));
        goOn(ledger, LAST, seq -> contents.put(seq, content(store)));
        while (whole.appliedSeq() < LAST) {
            commitNext(whole);
        }
    }

    /** Goes on to slot {@code last}, from wherever it is; {@code acknowledged} is told of each slot that is durable. */
    static void goOn(Ledger ledger, long last, LongConsumer acknowledged) {
        finish(ledger);
        while (ledger.appliedSeq() < last) {
            commitNext(ledger);
            finish(ledger);
            acknowledged.accept(ledger.appliedSeq());
        }
    }

    /** The next slot. Each ninth makes no block. */
    static void commitNext(Ledger ledger) {
        long seq = ledger.appliedSeq() + 1;
        long nonce = seq - 1 - (seq - 1) / 9;
        List<RecoveredTransaction> transactions = seq % 9 == 0 ? List.of()
                : List.of(transaction(seq, nonce));
        BlockExecutor executor = new BlockExecutor(
                new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA),
                        FeeMode.FEE_BLIND, false, ChainRules.DEFAULT_BLOCK_GAS_LIMIT,
                        Address.ZERO),
                ledger.state());
        ExecutedBatch batch = executor.execute(ledger.head(), new DecidedBatch(0, seq, 0,
                seq * 10, Hash.EMPTY, transactions, DecidedBatch.EmptyBlock.OMITTED),
                ledger::blockHash);
        Optional<ExecutedBlock> block = batch.block();
        SlotRecord slotRecord = new SlotRecord(ledger.lastRecordHash(), 0, seq, Hash.EMPTY,
                Hash.ZERO, block.map(b -> b.block().hash()).orElse(ledger.head().hash()),
                block.map(b -> b.accessList().hash()).orElse(Hash.ZERO), Hash.ZERO);
        ledger.commit(new DecidedSlot(slotRecord, seq * 10, Bytes.of(1), Bytes.of(2),
                Bytes.of(3)), block.map(ExecutedBlock::toCommit));
    }

    private static RecoveredTransaction transaction(long seq, long nonce) {
        if (seq % 5 == 0) {
            return TestChain.transfer(1, nonce,
                    Address.of(Keccak256.hash(Bytes.ofUnsignedLong(seq)).toArray(), 0),
                    UInt256.of(seq));
        }
        if (seq % 7 == 0) {
            return TestChain.signed(1, nonce, Optional.empty(), UInt256.ZERO, CREATION, 200_000);
        }
        return TestChain.store(1, nonce, seq % 3 == 0 ? 0 : seq, seq % 8);
    }

    /** What follows the slot that was applied last; harmless where it was done before. */
    private static void finish(Ledger ledger) {
        long seq = ledger.appliedSeq();
        if (seq == 0) {
            return;
        }
        if (seq == 11) {
            ledger.forgetCertificatesAbove(9);
        }
        ledger.certify(seq, Bytes.repeat((byte) seq, 200));
        if (seq % 6 == 0) {
            ledger.keepEpochEnd(seq / 6, new EpochEnd(Bytes.of(1), Bytes.of(2), Bytes.of(3)));
        }
        if (seq % 6 == 2 && seq > 8) {
            ledger.pruneSlots(seq - 5);
            ledger.forget(ledger.head().number() - 5);
            Pruner pruner = ledger.pruner();
            while (pruner.step()) {
                assertThat(ledger.oldestKept()).isEqualTo(ledger.head().number() - 5);
            }
        }
    }

    static Map<Space, List<String>> content(KeyValueReader store) {
        Map<Space, List<String>> content = new EnumMap<>(Space.class);
        for (Space space : Space.values()) {
            content.put(space, LedgerSnapshotTest.content(store, space));
        }
        return content;
    }

    /** What any reader may ask of it is right. */
    void requireRight(Ledger ledger) {
        for (long number = ledger.oldestKept(); number <= ledger.head().number(); number++) {
            assertThat(ledger.proof(TestChain.STORE, KEYS, number)).isPresent();
        }
        requireNothingWrong(ledger);
    }

    /**
     * What any reader may ask of it is right, or a proof is refused: a write that failed may have given its block up, which
     * the store's snapshots know and the ledger does not.
     */
    void requireNothingWrong(Ledger ledger) {
        assertThat(ledger.head().hash())
                .isEqualTo(whole.blockHash(ledger.head().number()).orElseThrow());
        assertThat(ledger.head().number()).isEqualTo(ledger.appliedSeq() == 0 ? 0
                : whole.headAfter(ledger.appliedSeq()).orElseThrow());
        for (long number = ledger.oldestKept(); number <= ledger.head().number(); number++) {
            assertThat(ledger.block(number)).isPresent().isEqualTo(whole.block(number));
            assertThat(ledger.receipts(number)).isEqualTo(whole.receipts(number));
            assertThat(ledger.accessList(number)).isEqualTo(whole.accessList(number));
            Optional<AccountProof> proof = ledger.proof(TestChain.STORE, KEYS, number);
            if (proof.isPresent()) {
                assertThat(proof).isEqualTo(whole.proof(TestChain.STORE, KEYS, number));
            }
            StateView here = ledger.stateAt(number).orElseThrow();
            StateView there = whole.stateAt(number).orElseThrow();
            for (int slot = 0; slot < 8; slot++) {
                assertThat(here.storage(TestChain.STORE, UInt256.of(slot)))
                        .isEqualTo(there.storage(TestChain.STORE, UInt256.of(slot)));
            }
            assertThat(here.account(TestChain.address(1)))
                    .isEqualTo(there.account(TestChain.address(1)));
        }
        assertThat(ledger.block(ledger.head().number() + 1)).isEmpty();
        assertThat(ledger.logs(STORED, ledger.oldestKept(), ledger.head().number(), 999, 9_999))
                .isEqualTo(whole.logs(STORED, ledger.oldestKept(), ledger.head().number(), 999,
                        9_999));
    }

    /**
     * Opened again after a crash, it is where it was acknowledged to be or one slot further, and goes on as if nothing had
     * been.
     */
    void requireWholeAgain(KeyValueReader store, Ledger ledger, long acknowledged, long goOn) {
        assertThat(ledger.appliedSeq()).isBetween(acknowledged, acknowledged + 1);
        requireRight(ledger);
        finish(ledger);
        requireSameContent(store, ledger.appliedSeq());
        long last = Math.min(LAST, ledger.appliedSeq() + goOn);
        goOn(ledger, last, _ -> {});
        requireSameContent(store, last);
        requireRight(ledger);
    }

    private void requireSameContent(KeyValueReader store, long seq) {
        Map<Space, List<String>> found = content(store);
        List<Space> others = new ArrayList<>();
        found.forEach((space, entries) -> {
            if (!entries.equals(contents.get(seq).get(space))) {
                others.add(space);
            }
        });
        assertThat(others).as("spaces with other entries after slot %d", seq).isEmpty();
    }
}
