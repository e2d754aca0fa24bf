package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockExecutor;
import io.quorate.execution.ChainRules;
import io.quorate.execution.DecidedBatch;
import io.quorate.execution.ExecutedBlock;
import io.quorate.execution.FeeMode;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.tuweni.bytes.Bytes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PruningTest {
    private static final int KEPT = 64;

    private final KeyValueStore store = new InMemoryKeyValueStore();
    private final Ledger ledger = Ledger.open(store, GenesisBlock.of(
            new GenesisBlock.Fields(Bytes.wrap(new byte[8]), 0, Bytes.EMPTY, 60_000_000,
                    UInt256.ZERO, Hash.ZERO, Address.ZERO, Optional.empty(), 0, 0),
            ForkSchedule.allFrom(Fork.OSAKA), new TreeMap<>()));
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private void commitTo(long last) {
        while (ledger.head().number() < last) {
            long number = ledger.head().number() + 1;
            ExecutedBlock block = new BlockExecutor(
                    new ChainRules(UInt256.ONE, ForkSchedule.allFrom(Fork.OSAKA),
                            FeeMode.FEE_BLIND, false, ChainRules.DEFAULT_BLOCK_GAS_LIMIT,
                            Address.ZERO),
                    ledger.state())
                    .execute(ledger.head(), new DecidedBatch(0, number, 0, number * 10,
                            Hash.EMPTY, List.of(), DecidedBatch.EmptyBlock.MADE),
                            ledger::blockHash)
                    .block().orElseThrow();
            ledger.commit(new DecidedSlot(new SlotRecord(ledger.lastRecordHash(), 0, number,
                    Hash.EMPTY, Hash.ZERO, block.block().hash(), block.accessList().hash(),
                    Hash.ZERO), number * 10, Bytes.of(1), Bytes.of(2), Bytes.of(3)),
                    Optional.of(block.toCommit()));
        }
    }

    private Pruning pruning(long offered) {
        return new Pruning(ledger, KEPT, () -> offered, new OperatorLog(0), failure::set);
    }

    @Test
    void keepsWhatWasAskedForAndUpToAnEighthMore() {
        commitTo(KEPT + 7);
        Pruning pruning = pruning(1_000);
        pruning.giveUp();
        assertThat(ledger.oldestKept()).as("too little to be worth it").isZero();
        commitTo(KEPT + 8);
        pruning.giveUp();
        assertThat(ledger.oldestKept()).isEqualTo(9);
        assertThat(ledger.head().number() - ledger.oldestKept() + 1).isEqualTo(KEPT);
    }

    @Test
    void keepsWhatASnapshotOnOfferNeeds() {
        commitTo(200);
        pruning(30).giveUp();
        assertThat(ledger.oldestKept()).isEqualTo(30);
        assertThat(ledger.stateAt(30)).isPresent();
    }

    @Test
    void removesByItselfAndEndsWhenItIsClosed() {
        commitTo(200);
        Pruning pruning = pruning(1_000).start();
        Awaitility.await().atMost(Duration.ofSeconds(60))
                .until(() -> ledger.oldestKept() == 200 - KEPT + 1 && !hasBody(100));
        pruning.close();
        assertThat(failure).hasValue(null);
        assertThat(hasBody(200 - KEPT + 1)).isTrue();
        assertThat(ledger.header(3)).isPresent();
    }

    private boolean hasBody(long number) {
        byte[] key = Keys.numbered('b', number);
        return store.read(Space.BLOCKS, key).isPresent();
    }

    /** A store that fails ends the replica, not the thread alone. */
    @Test
    void tellsThatTheStoreFailed() {
        commitTo(200);
        store.close();
        Pruning pruning = pruning(1_000).start();
        Awaitility.await().atMost(Duration.ofSeconds(60))
                .until(() -> failure.get() != null);
        pruning.close();
        assertThat(failure.get()).hasMessageContaining("closed");
    }
}
