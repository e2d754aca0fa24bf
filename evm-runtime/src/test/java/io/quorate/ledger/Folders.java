package io.quorate.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Copies of a database's folder, as a kill would leave it, and what can become of its files. */
final class Folders {
    private Folders() {}

    /** All that the operating system has of it: what a killed process leaves. */
    static Path copy(Path folder, Path target) {
        try {
            do { // files come and go in the background: a kill is one moment
                if (Files.exists(target)) {
                    delete(target);
                }
                copyOnce(folder, Files.createDirectory(target));
            } while (!sizes(folder).equals(sizes(target)));
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyOnce(Path folder, Path target) throws IOException {
        for (Path file : files(folder)) {
            try {
                Files.copy(file, target.resolve(file.getFileName()));
            } catch (NoSuchFileException _) {
                return; // gone meanwhile
            }
        }
    }

    private static Map<Path, Long> sizes(Path folder) throws IOException {
        Map<Path, Long> sizes = new TreeMap<>();
        for (Path file : files(folder)) {
            try {
                sizes.put(file.getFileName(), Files.size(file));
            } catch (NoSuchFileException _) {
                sizes.put(file.getFileName(), -1L);
            }
        }
        return sizes;
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log that is written to now. */
    static Path lastLog(Path folder) {
        return files(folder).stream().filter(file -> file.toString().endsWith(".log"))
                .max(Comparator.naturalOrder()).orElseThrow();
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void truncate(Path file, long size) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void flip(Path file, long at, int bit) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            bytes[(int) at] ^= (byte) (1 << bit);
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void deleteFile(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try {
            for (Path file : files(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
