package io.quorate.node.bench.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of a benchmark. */
final class Folders {
    private Folders() {}

    /** Removes {@code folder} with all that is in it; it need not be there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Bytes of the files in {@code folder} itself. */
    static long size(Path folder) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try {
                    size += Files.size(file);
                } catch (NoSuchFileException _) { // the database removed it meanwhile
                    continue;
                }
            }
        }
        return size;
    }
}
