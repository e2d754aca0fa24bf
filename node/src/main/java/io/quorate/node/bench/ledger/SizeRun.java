package io.quorate.node.bench.ledger;

import com.sun.management.OperatingSystemMXBean;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.Parallelism;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.node.bench.BenchException;
import io.quorate.node.bench.ledger.LedgerReport.Speed;
import io.quorate.state.Account;
import io.quorate.state.StateChanges;
import io.quorate.state.StateView;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.Space;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What is measured on one state, on a copy that is written to. For one thread. */
final class SizeRun implements AutoCloseable {
    private static final long NANOS_MAX = 60_000_000_000L;
    private static final int OPENINGS = 3;
    private static final int ROOT_TRIES = 5;
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private final KeptState state;
    private final Path folder;
    private final RocksDbConfig config;
    private final Parallelism parallelism;
    private final GenesisBlock genesis;
    private final TransferSource source;
    private final Random random = new Random(2);
    private final long bytesBefore;
    private KeyValueStore store;
    private MeasuredChain chain;
    private long transfers;
    private final Map<Way, List<Speed>> speeds = new EnumMap<>(Way.class);

    SizeRun(KeptState state, Path folder, LedgerBenchOptions options, Parallelism parallelism)
            throws IOException {
        this.state = state;
        this.folder = folder;
        this.config = options.database();
        this.parallelism = parallelism;
        genesis = state.genesis();
        source = new TransferSource(state.accounts());
        Folders.delete(folder);
        state.copyTo(folder);
        bytesBefore = Folders.size(folder);
        open();
    }

    private void open() {
        store = RocksDbKeyValueStore.open(folder, config);
        chain = new MeasuredChain(store, genesis, parallelism);
    }

    double buildSeconds() {
        return state.buildSeconds();
    }

    int accounts() {
        return state.accounts();
    }

    /** Makes and commits blocks of {@code blockLength} transfers until there are {@code count} of them. */
    void transfer(int count, int blockLength, Way way) {
        List<List<RecoveredTransaction>> blocks = new ArrayList<>();
        for (int left = count; left > 0; left -= blockLength) {
            blocks.add(source.next(Math.min(left, blockLength)));
        }
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < blocks.size(); i++) {
            chain.append(blocks.get(i), Optional.of(i + 1).filter(next -> next < blocks.size())
                    .map(blocks::get), way);
        }
        long nanos = System.nanoTime() - start;
        speeds.computeIfAbsent(way, _ -> new ArrayList<>()).add(new Speed(count / (nanos / 1e9),
                (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / count));
        transfers += count;
    }

    /** What was measured so far does not count. */
    void warmedUp() {
        speeds.clear();
    }

    /** By the clock the best round, which other work disturbed least; of processor time the middle one. */
    Map<Way, Speed> speeds() {
        Map<Way, Speed> result = new EnumMap<>(Way.class);
        speeds.forEach((way, rounds) -> result.put(way, new Speed(
                rounds.stream().mapToDouble(Speed::transfersPerSecond).max().orElseThrow(),
                rounds.stream().map(Speed::cpuMicros).sorted().toList()
                        .get(rounds.size() / 2))));
        return result;
    }

    /** Milliseconds, the middle of some tries, each with other accounts; nothing is stored. */
    double rootMillis(int changes) {
        List<Double> millis = new ArrayList<>();
        Ledger ledger = chain.ledger();
        for (int i = 0; i < ROOT_TRIES; i++) {
            StateChanges changed = changed(changes, i);
            long start = System.nanoTime();
            ledger.state().prepare(ledger.head().number() + 1, List.of(changed),
                    parallelism.tasks());
            millis.add((System.nanoTime() - start) / 1e6);
        }
        return millis.stream().sorted().toList().get(ROOT_TRIES / 2);
    }

    private StateChanges changed(int changes, int nonce) {
        SortedMap<Address, StateChanges.AccountChange> accounts = new TreeMap<>();
        while (accounts.size() < changes) {
            accounts.put(GeneratedAccounts.plain(random.nextInt(state.accounts())),
                    new StateChanges.AccountChange(Optional.of(new Account(1_000 + nonce,
                            UInt256.of(random.nextInt()).times(UInt256.of(7)),
                            Hash.EMPTY)), false,
                            new TreeMap<>()));
        }
        return new StateChanges(accounts, new TreeMap<>());
    }

    /** Nanoseconds to read an account drawn from all, at the head or of block 0. */
    Histogram reads(int count, boolean old) {
        Ledger ledger = chain.ledger();
        StateView view = ledger.stateAt(old ? 0 : ledger.head().number()).orElseThrow();
        Histogram nanos = new Histogram(NANOS_MAX, 3);
        for (int i = 0; i < count; i++) {
            var address = GeneratedAccounts.plain(random.nextInt(state.accounts()));
            long start = System.nanoTime();
            if (view.account(address).isEmpty()) {
                throw new BenchException("account " + address + " is missing");
            }
            nanos.recordValue(Math.min(NANOS_MAX, System.nanoTime() - start));
        }
        return nanos;
    }

    /** The best of some openings of database and chain. */
    double openMillis() {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < OPENINGS; i++) {
            store.close();
            long start = System.nanoTime();
            open();
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
        }
        return best;
    }

    /** What a transfer adds to the disk, in bytes, once all is compacted. */
    double diskBytesPerTransfer() throws IOException {
        for (Space space : Space.values()) {
            store.compact(space, new byte[0], new byte[0]);
        }
        store.close(); // what was replaced is gone then
        open();
        return (double) (Folders.size(folder) - bytesBefore) / transfers;
    }

    @Override
    public void close() {
        store.close();
    }
}
