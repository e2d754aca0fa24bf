package io.quorate.node;

import io.quorate.bft.core.epoch.KnownEpochs;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.genesis.Genesis;
import io.quorate.ledger.Impersonation;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.LedgerCheck;
import io.quorate.ledger.TransactionCodec;
import io.quorate.node.recovery.RecoveryFolder;
import io.quorate.node.recovery.Schemes;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the whole database of a chain and compares everything with what it follows from. It changes nothing, but for a
 * temporary folder in which a large state is sorted. For one thread.
 */
public final class ChainCheck {
    private final Genesis genesis;
    private final Findings findings;

    /**
     * What was looked at.
     *
     * @param certificates that were verified; empty where the genesis file names no validators
     */
    public record Summary(LedgerCheck.Counts counts, OptionalLong certificates) {}

    public ChainCheck(Genesis genesis, Findings findings) {
        this.genesis = genesis;
        this.findings = findings;
    }

    /**
     * Checks the folder of a stopped replica, or of an imported chain. Fails with {@link OperatorException} where a process
     * runs on it, or it cannot be checked as it is.
     */
    public Summary folder(Path dataDir) {
        Path chain = dataDir.resolve("chain");
        if (!Files.isDirectory(chain)) {
            throw new OperatorException("There is no chain in " + dataDir
                    + ": that needs a folder 'chain', which 'quorate import' or a replica makes.");
        }
        try (Closing closing = new Closing()) {
            closing.add(DataDirLock.acquire(dataDir));
            return store(chain, new RecoveryFolder(dataDir).installed(), true);
        }
    }

    /** {@code isWhole} is false where old blocks and old states, and the signatures of old slots, are left out. */
    Summary store(Path chain, List<SignedRecovery> recoveries, boolean isWhole) {
        try (RocksDbKeyValueStore store = RocksDbKeyValueStore.openReadOnly(chain,
                RocksDbConfig.SMALL)) {
            LedgerCheck.obstacle(store).ifPresent(obstacle -> {
                throw new OperatorException("The data folder " + chain.getParent() + " " + obstacle
                        + ".");
            });
            return opened(store, recoveries, isWhole);
        } catch (StorageException e) {
            findings.damage("the database in " + chain + " cannot be read: " + text(e));
            return new Summary(LedgerCheck.Counts.NONE, OptionalLong.empty());
        }
    }

    static String text(StorageException e) {
        return e.getMessage() + (e.getCause() == null || e.getCause().getMessage() == null
                || e.getMessage().contains(e.getCause().getMessage()) ? ""
                        : ": " + e.getCause().getMessage());
    }

    private Summary opened(RocksDbKeyValueStore store, List<SignedRecovery> recoveries,
            boolean isWhole) {
        try (Scratch scratch = new Scratch()) {
            LedgerCheck check = new LedgerCheck(store, genesis.block(),
                    genesis.quorate().development() ? Impersonation::sender
                            : TransactionCodec::sender,
                    scratch::store, findings);
            findings.expect(check.estimatedEntries() + store.estimatedEntries(Space.DECISIONS));
            try {
                store.verifyChecksums();
            } catch (StorageException e) {
                findings.damage(e.getMessage());
            }
            LedgerCheck.Counts counts = isWhole ? check.run() : check.runQuickly();
            boolean judges = !genesis.quorate().validators().isEmpty();
            return new Summary(counts, judges && isWhole
                    ? OptionalLong.of(signatures(store, recoveries))
                    : OptionalLong.empty());
        }
    }

    private long signatures(RocksDbKeyValueStore store, List<SignedRecovery> recoveries) {
        Optional<Ledger> ledger = open(store);
        if (ledger.isEmpty()) return 0;
        OrderingCheck ordering = new OrderingCheck(ledger.get(),
                epochs(ledger.get(), recoveries), findings);
        try {
            ordering.run();
        } catch (StorageException e) {
            findings.damage("[decisions] the slots cannot be read to the end: " + text(e));
        }
        return ordering.certificateCount();
    }

    /** What it fails for was told already, or is told here. */
    private Optional<Ledger> open(KeyValueStore store) {
        try {
            return Optional.of(Ledger.open(store, genesis.block()));
        } catch (StorageException e) {
            findings.damage("[meta] no replica could start from it: " + text(e));
        }
        try {
            return Optional.of(Ledger.openUnchecked(store)); // its certificates can be judged all the same
        } catch (StorageException _) {
            return Optional.empty(); // as was told
        }
    }

    KnownEpochs epochs(Ledger ledger, List<SignedRecovery> recoveries) {
        return KnownEpochs.follow(genesis.chainId(), Orders.hash(genesis),
                Orders.firstEpoch(genesis.quorate()), Schemes::verifying,
                new LedgerHandOvers(ledger), recoveries);
    }

    /** Made when it is first asked for. */
    private static final class Scratch implements AutoCloseable {
        private Optional<Path> folder = Optional.empty();
        private Optional<KeyValueStore> store = Optional.empty();

        KeyValueStore store() {
            if (store.isEmpty()) {
                folder = Optional.of(Folders.temporary());
                store = Optional
                        .of(RocksDbKeyValueStore.open(folder.get(), RocksDbConfig.SMALL));
            }
            return store.get();
        }

        @Override
        public void close() {
            store.ifPresent(KeyValueStore::close);
            folder.ifPresent(Folders::delete);
        }
    }
}
