package io.quorate.node;

import io.quorate.genesis.Genesis;
import io.quorate.ledger.Ledger;
import io.quorate.node.recovery.RecoveryFolder;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Makes the chain of a data folder from a snapshot that was checked. It never makes an ordering log: what a replica promised
 * to others is in no snapshot. For one thread.
 */
public final class SnapshotRestore {
    private final Genesis genesis;
    private final Findings.Listener progress;

    public SnapshotRestore(Genesis genesis, Findings.Listener progress) {
        this.genesis = genesis;
        this.progress = progress;
    }

    /** Fails with {@link OperatorException} where the folder has a chain, or a process runs on it. */
    public static void requireRoom(Path dataDir) {
        if (Files.exists(dataDir.resolve("chain"))) {
            throw new OperatorException("The data folder " + dataDir + " has a chain already; name"
                    + " another folder, or move " + dataDir.resolve("chain")
                    + " away. Leave its folder 'ordering' as it is.");
        }
    }

    /**
     * {@code dataDir} has a chain when this returns, or none. Whether the folder has an ordering log of its own is told.
     *
     * @param checked what {@link SnapshotCheck} found no damage in
     */
    public boolean restore(Path snapshot, SnapshotCheck.Checked checked, Path dataDir) {
        try (Closing closing = new Closing()) {
            closing.add(DataDirLock.acquire(dataDir));
            requireRoom(dataDir);
            Path fresh = dataDir.resolve("chain.restoring");
            if (Files.exists(fresh)) Folders.delete(fresh); // of a restore that was interrupted
            copy(snapshot, checked.manifest(), fresh);
            certify(fresh, checked.manifest());
            recoveries(snapshot, dataDir);
            Files.move(fresh, dataDir.resolve("chain"), StandardCopyOption.ATOMIC_MOVE);
            Folders.sync(dataDir);
            return Files.isDirectory(dataDir.resolve("ordering"));
        } catch (IOException e) {
            throw new OperatorException("The data folder " + dataDir + " cannot be written: "
                    + e.getMessage() + ".", e);
        } catch (StorageException e) {
            throw new OperatorException("The restored chain cannot be opened: "
                    + ChainCheck.text(e) + ".", e);
        }
    }

    private void copy(Path snapshot, SnapshotManifest manifest, Path chain) throws IOException {
        Files.createDirectory(chain);
        Findings bytes = new Findings(progress);
        bytes.begins("files are copied", manifest.files().stream()
                .mapToLong(SnapshotManifest.FileEntry::bytes).sum());
        for (SnapshotManifest.FileEntry entry : manifest.files()) {
            if (!entry.path().startsWith("chain/")) continue;
            Path from = snapshot.resolve(entry.path());
            Path to = chain.resolve(from.getFileName());
            if (to.toString().endsWith(".sst") && linked(from, to)) {
                bytes.looked(entry.bytes());
            } else if (!FileDigests.copy(from, to, bytes::looked).equals(entry.sha256())) {
                throw new OperatorException("The file " + from + " changed since it was checked."
                        + " Nothing was restored.");
            }
        }
        Folders.sync(chain);
    }

    /** Files with data are never changed by the database, so they can be shared; others are. */
    private static boolean linked(Path from, Path to) {
        try {
            Files.createLink(to, from);
            return true;
        } catch (IOException | UnsupportedOperationException _) { // another disk: they are copied
            return false;
        }
    }

    /** A certificate that came after the copy of the database is put into it. */
    private void certify(Path chain, SnapshotManifest manifest) {
        try (RocksDbKeyValueStore store = RocksDbKeyValueStore.open(chain, RocksDbConfig.SMALL)) {
            Ledger ledger = Ledger.open(store, genesis.block());
            manifest.proof().ifPresent(proof -> ledger
                    .certify(manifest.slot() + proof.records().size() - 1, proof.certificate()));
        }
    }

    private static void recoveries(Path snapshot, Path dataDir) {
        RecoveryFolder into = new RecoveryFolder(dataDir);
        new RecoveryFolder(snapshot).installed().forEach(into::keepCopy);
    }
}
