package io.quorate.node;

import io.quorate.bft.runtime.Misconduct;
import io.quorate.state.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Proofs against replicas, one file for each replica and kind, with the bytes in hexadecimal: kept over restarts, for
 * the members to judge. The first one stays.
 */
final class EvidenceFolder {
    private final Path folder;

    /** The folder is made when there is something to put into it. */
    EvidenceFolder(Path folder) {
        this.folder = folder;
    }

    /** Where the proof lies now. */
    Path keep(Misconduct misconduct) {
        Path file = folder.resolve("replica-" + misconduct.replica() + "-"
                + misconduct.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + ".hex");
        try {
            Files.createDirectories(folder);
            WholeFile.syncFolder(folder.toAbsolutePath().getParent());
            if (Files.notExists(file)) {
                WholeFile.write(file, (misconduct.proof().toHexString() + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
            }
            return file;
        } catch (IOException e) {
            throw new StorageException("cannot write " + file, e);
        }
    }

    /** How many proofs there are. */
    long count() {
        if (Files.notExists(folder)) return 0;
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".hex")).count();
        } catch (IOException e) {
            throw new StorageException("cannot read " + folder, e);
        }
    }
}
