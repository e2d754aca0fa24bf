package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCrashTest {
    private static final int BLOCKS_BEFORE_KILL = 15;

    @TempDir
    private Path directory;

    /** The child process: commits blocks without end and says each number once it is durable. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            try (KeyValueStore store = RocksDbKeyValueStore.open(Path.of(args[0]),
                    RocksDbConfig.SMALL)) {
                Ledger ledger = Ledger.open(store, TestChain.genesis());
                while (ledger.head().number() < 100_000) {
                    commitNext(ledger);
                    out.println(ledger.head().number());
                }
            }
        }
    }

    private static void commitNext(Ledger ledger) {
        long number = ledger.head().number() + 1;
        BlockExecutor executor = new BlockExecutor(
                new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA),
                        FeeMode.FEE_BLIND, false, ChainRules.DEFAULT_BLOCK_GAS_LIMIT, Address.ZERO),
                ledger.state());
        ExecutedBatch batch = executor.execute(ledger.head(), new DecidedBatch(0, number, 0,
                number * 10, Hash.EMPTY,
                List.of(TestChain.store(1, number - 1, number, number % 7)),
                DecidedBatch.EmptyBlock.OMITTED), ledger::blockHash);
        ExecutedBlock block = batch.block().orElseThrow();
        SlotRecord slotRecord = new SlotRecord(ledger.lastRecordHash(), 0, number, Hash.EMPTY,
                Hash.ZERO, block.block().hash(), block.accessList().hash(), Hash.ZERO);
        ledger.commit(new DecidedSlot(slotRecord, number * 10, Bytes.of(1), Bytes.of(2),
                Bytes.of(3)), batch.block().map(ExecutedBlock::toCommit));
    }

    /** Killed while it writes, the ledger is at a block's end, not before the last one acknowledged. */
    @Test
    void aKilledProcessLosesNoAcknowledgedBlockAndLeavesNoHalfOne() throws Exception {
        long acknowledged = runAndKill();
        try (KeyValueStore store = RocksDbKeyValueStore.open(directory, RocksDbConfig.SMALL)) {
            Ledger ledger = Ledger.open(store, TestChain.genesis());
            long head = ledger.head().number();
            assertThat(head).isBetween(acknowledged, acknowledged + 1);
            assertThat(ledger.appliedSeq()).isEqualTo(head);
            assertThat(ledger.block(head).orElseThrow().transactions()).hasSize(1);
            assertThat(ledger.receipts(head).orElseThrow()).hasSize(1);
            assertThat(ledger.header(head + 1)).isEmpty();
            assertThat(ledger.stateAt(head).orElseThrow().storage(TestChain.STORE,
                    UInt256.of(head % 7))).isEqualTo(UInt256.of(head));
            // The trie is that of the same block: the next root would be another one otherwise.
            commitNext(ledger);
            assertThat(rootOfFreshChain(head + 1))
                    .isEqualTo(ledger.head().header().stateRoot());
        }
    }

    private static Hash rootOfFreshChain(long blocks) {
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(),
                TestChain.genesis());
        for (long i = 0; i < blocks; i++) {
            commitNext(ledger);
        }
        return ledger.head().header().stateRoot();
    }

    private long runAndKill() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-cp",
                System.getProperty("java.class.path"), Writer.class.getName(),
                directory.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        long last = 0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            while (last < BLOCKS_BEFORE_KILL) {
                String line = lines.readLine();
                assertThat(line).as("the writer ended before block %d", last + 1).isNotNull();
                last = Long.parseLong(line);
            }
            process.toHandle().destroyForcibly(); // unlike the process's own, it leaves our stream open
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.isEmpty() ? last : Long.parseLong(line);
            }
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return last;
    }

    @Test
    void refusesTheDirectoryOfAnotherChain() {
        try (KeyValueStore store = RocksDbKeyValueStore.open(directory, RocksDbConfig.SMALL)) {
            Ledger.open(store, TestChain.genesis());
            GenesisBlock other = GenesisBlock.of(new GenesisBlock.Fields(Bytes.wrap(new byte[8]),
                    1, Bytes.EMPTY, 1, UInt256.ZERO, Hash.ZERO, Address.ZERO,
                    Optional.empty(), 0, 0), ForkSchedule.allFrom(Fork.OSAKA),
                    new TreeMap<>());
            assertThatThrownBy(() -> Ledger.open(store, other))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("belongs to another chain");
        }
    }
}
