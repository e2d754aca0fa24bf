package io.quorate.node;

import io.quorate.evm.primitives.Hash;
import io.quorate.genesis.Genesis;
import io.quorate.ledger.Ledger;
import io.quorate.node.recovery.RecoveryFolder;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.StorageException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Makes a snapshot: a copy of the database at one moment, which shares its files where the disk can, and what proves it to
 * whoever has the genesis file. The replica may run meanwhile. For one thread.
 */
public final class SnapshotCreation {
    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();

    private final Genesis genesis;
    private final Findings.Listener progress;

    /** What was made. */
    public record Made(long block, Hash blockHash, long slot, int files, long bytes) {}

    public SnapshotCreation(Genesis genesis, Findings.Listener progress) {
        this.genesis = genesis;
        this.progress = progress;
    }

    /**
     * Makes {@code target}, which must not exist, of the chain in {@code dataDir}. Fails with {@link OperatorException}; what
     * was made until then is removed.
     *
     * @param wait for the certificate of the last slot, which comes after it
     */
    public Made create(Path dataDir, Path genesisFile, Path target, Duration wait) {
        SnapshotProof.requireValidators(genesis);
        Path folder = target.toAbsolutePath().normalize();
        make(folder);
        try (CheckpointSource source = source(dataDir, genesisFile)) {
            return fill(source, dataDir, folder, wait);
        } catch (IOException e) {
            Folders.delete(folder);
            throw new OperatorException("The snapshot " + target + " cannot be written: "
                    + e.getMessage() + ".", e);
        } catch (StorageException e) {
            Folders.delete(folder);
            throw new OperatorException("The snapshot cannot be made: " + ChainCheck.text(e)
                    + ". See 'quorate verify'.", e);
        } catch (RuntimeException e) {
            Folders.delete(folder);
            throw e;
        }
    }

    private static void make(Path folder) {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            throw new OperatorException(folder + " exists; name a folder that does not.", e);
        } catch (NoSuchFileException e) {
            throw new OperatorException("There is no folder " + folder.getParent()
                    + " to make the snapshot in; make it first.", e);
        } catch (IOException e) {
            throw new OperatorException(folder + " cannot be made: " + e.getMessage() + ".", e);
        }
    }

    /** A folder on which somebody runs is asked for through that replica. */
    private static CheckpointSource source(Path dataDir, Path genesisFile) throws IOException {
        if (!Files.isDirectory(dataDir.resolve("chain"))) {
            throw new OperatorException("There is no chain in " + dataDir
                    + ": that needs a folder 'chain', which a replica makes.");
        }
        if (DataDirLock.isHeld(dataDir)) return ControlClient.connect(dataDir);
        return new StoppedFolder(ChainFolder.open(dataDir, Optional.of(genesisFile)));
    }

    private Made fill(CheckpointSource source, Path dataDir, Path folder, Duration wait)
            throws IOException {
        progress.at(0, 1, "the database is copied");
        source.checkpoint(folder.resolve("chain"));
        copyRecoveries(dataDir, folder);
        SnapshotManifest described = describe(source, folder, wait);
        SnapshotManifest manifest = described.with(digests(folder));
        manifest.write(folder);
        Folders.sync(folder.getParent());
        return new Made(manifest.block(), manifest.blockHash(), manifest.slot(),
                manifest.files().size(), manifest.files().stream()
                        .mapToLong(SnapshotManifest.FileEntry::bytes).sum());
    }

    /** What was copied and what proves it, still without files. */
    private SnapshotManifest describe(CheckpointSource source, Path folder, Duration wait) {
        try (RocksDbKeyValueStore store = RocksDbKeyValueStore.openReadOnly(
                folder.resolve("chain"), RocksDbConfig.SMALL)) {
            Ledger ledger = Ledger.open(store, genesis.block());
            if (ledger.interruptedRestore().isPresent()) {
                throw new OperatorException("The replica is taking over a state from others; make"
                        + " the snapshot when that is done.");
            }
            ChainCheck check = new ChainCheck(genesis, new Findings(progress));
            SnapshotProof proofs = new SnapshotProof(
                    check.epochs(ledger, new RecoveryFolder(folder).installed()));
            Optional<CertifiedSlot> proof = proof(source, ledger, proofs, wait);
            proofs.objection(ledger, proof).ifPresent(why -> {
                throw new OperatorException("No snapshot is made of what nobody vouches for: "
                        + why + ".");
            });
            return new SnapshotManifest(genesis.chainId(), genesis.block().block().hash(),
                    ledger.head().number(), ledger.head().hash(), ledger.appliedSeq(),
                    ledger.lastRecordHash(), proof, Instant.now().truncatedTo(ChronoUnit.SECONDS)
                            + " by quorate " + Version.number(),
                    List.of());
        }
    }

    /** The certificate of a slot comes a round after it: it is asked for again for a while. */
    private Optional<CertifiedSlot> proof(CheckpointSource source, Ledger ledger,
            SnapshotProof proofs, Duration wait) {
        long seq = ledger.appliedSeq();
        if (seq == 0) return Optional.empty();
        long begin = System.nanoTime();
        Optional<CertifiedSlot> proof = CertifiedSlot.find(ledger, seq).or(() -> source.proof(seq));
        while (proof.isEmpty() && !proofs.isRecovered(seq, ledger.lastRecordHash())) {
            if (System.nanoTime() - begin > wait.toNanos()) {
                throw new OperatorException("Slot " + seq + " got no certificate within "
                        + wait.toSeconds() + " s: the replica is stopped, or the network makes no"
                        + " further slots. Start it, or send a transaction, or make the snapshot"
                        + " of another replica.");
            }
            progress.at(0, 1, "the certificate of slot " + seq + " is awaited");
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
            proof = source.proof(seq);
        }
        return proof;
    }

    /** How epochs were ended by hand; what this validator promised is its own, and stays. */
    private static void copyRecoveries(Path dataDir, Path folder) throws IOException {
        RecoveryFolder own = new RecoveryFolder(dataDir);
        if (own.installed().isEmpty()) return;
        RecoveryFolder copy = new RecoveryFolder(folder);
        own.installed().forEach(copy::keepCopy);
    }

    /** Durable with their digests. */
    private List<SnapshotManifest.FileEntry> digests(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Findings bytes = new Findings(progress);
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        bytes.begins("files are read", total);
        List<SnapshotManifest.FileEntry> entries = new ArrayList<>();
        for (Path file : files) {
            Folders.sync(file);
            entries.add(new SnapshotManifest.FileEntry(
                    folder.relativize(file).toString().replace('\\', '/'), Files.size(file),
                    FileDigests.sha256(file, bytes::looked)));
        }
        for (String name : List.of("chain", "recovery")) {
            if (Files.isDirectory(folder.resolve(name))) Folders.sync(folder.resolve(name));
        }
        return entries;
    }
}
