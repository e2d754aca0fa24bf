package io.quorate.node;

import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.genesis.Genesis;
import io.quorate.ledger.Ledger;
import io.quorate.node.recovery.RecoveryFolder;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a snapshot is what its manifest says, and members whom the genesis file leads to vouch for it. For one thread. */
public final class SnapshotCheck {
    private final Genesis genesis;
    private final Findings findings;

    /** A snapshot whose manifest can be read. */
    public record Checked(SnapshotManifest manifest, ChainCheck.Summary summary) {
        /** One line for the operator. */
        public String title() {
            return "block " + manifest.block() + " " + manifest.blockHash() + ", slot "
                    + manifest.slot() + ", made " + manifest.created();
        }
    }

    public SnapshotCheck(Genesis genesis, Findings findings) {
        this.genesis = genesis;
        this.findings = findings;
    }

    /**
     * What is wrong is told to the findings; empty where there is no manifest to go by.
     *
     * @param isWhole false where old blocks and old states are taken on trust
     */
    public Optional<Checked> run(Path folder, boolean isWhole) {
        if (!Files.isDirectory(folder)) {
            throw new OperatorException("There is no folder " + folder + ".");
        }
        SnapshotProof.requireValidators(genesis);
        try {
            SnapshotManifest manifest = SnapshotManifest.read(folder);
            if (!manifest.genesis().equals(genesis.block().block().hash())
                    || manifest.chainId() != genesis.chainId()) {
                findings.damage("the snapshot is of chain " + manifest.chainId()
                        + " with genesis block " + manifest.genesis() + "; the genesis file is of"
                        + " chain " + genesis.chainId() + " with "
                        + genesis.block().block().hash());
                return Optional.empty();
            }
            files(folder, manifest);
            List<SignedRecovery> recoveries = recoveries(folder);
            ChainCheck.Summary summary = new ChainCheck(genesis, findings)
                    .store(folder.resolve("chain"), recoveries, isWhole);
            proof(folder, manifest, recoveries);
            return Optional.of(new Checked(manifest, summary));
        } catch (IllegalArgumentException e) {
            findings.damage(e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new OperatorException(
                    "The snapshot " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private List<SignedRecovery> recoveries(Path folder) {
        try {
            return new RecoveryFolder(folder).installed();
        } catch (OperatorException e) {
            findings.damage(e.getMessage());
            return List.of();
        }
    }

    private void files(Path folder, SnapshotManifest manifest) throws IOException {
        long total = manifest.files().stream().mapToLong(SnapshotManifest.FileEntry::bytes).sum();
        findings.expect(total);
        findings.begins("files", total);
        Set<Path> known = new HashSet<>();
        for (SnapshotManifest.FileEntry entry : manifest.files()) {
            Path file = folder.resolve(entry.path());
            known.add(file);
            if (!Files.isRegularFile(file)) {
                findings.damage("the file " + entry.path() + " is missing");
            } else if (Files.size(file) != entry.bytes()) {
                findings.damage("the file " + entry.path() + " has " + Files.size(file)
                        + " bytes; the manifest has " + entry.bytes());
            } else {
                String sha256 = FileDigests.sha256(file, findings::looked);
                if (!sha256.equals(entry.sha256())) {
                    findings.damage("the file " + entry.path() + " has the SHA-256 " + sha256
                            + "; the manifest has " + entry.sha256());
                }
            }
        }
        known.add(folder.resolve(SnapshotManifest.FILE_NAME));
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).filter(file -> !known.contains(file)).sorted()
                    .forEach(file -> findings.damage("the file " + folder.relativize(file)
                            + " is not in the manifest"));
        }
    }

    private void proof(Path folder, SnapshotManifest manifest, List<SignedRecovery> recoveries) {
        try (RocksDbKeyValueStore store = RocksDbKeyValueStore
                .openReadOnly(folder.resolve("chain"), RocksDbConfig.SMALL)) {
            Ledger ledger = Ledger.open(store, genesis.block());
            if (ledger.head().number() != manifest.block()
                    || !ledger.head().hash().equals(manifest.blockHash())
                    || ledger.appliedSeq() != manifest.slot()
                    || !ledger.lastRecordHash().equals(manifest.recordHash())) {
                findings.damage("the database ends with block " + ledger.head().number() + " "
                        + ledger.head().hash() + " and slot " + ledger.appliedSeq() + " "
                        + ledger.lastRecordHash() + "; the manifest has block "
                        + manifest.block() + " " + manifest.blockHash() + " and slot "
                        + manifest.slot() + " " + manifest.recordHash());
                return;
            }
            new SnapshotProof(new ChainCheck(genesis, findings)
                    .epochs(ledger, recoveries)).objection(ledger, manifest.proof())
                    .ifPresent(why -> findings.damage("nobody vouches for the snapshot: " + why));
        } catch (StorageException e) { // told where the database was read
            if (findings.count() == 0) findings.damage(ChainCheck.text(e));
        } catch (IllegalStateException e) {
            findings.damage("nobody vouches for the snapshot: " + e.getMessage());
        }
    }
}
