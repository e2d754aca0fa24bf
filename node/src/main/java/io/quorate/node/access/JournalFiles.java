package io.quorate.node.access;

import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files of a journal: each is named for its first line, so that their names sort as their lines do. */
final class JournalFiles {
    private static final String BEGIN = "reads-";
    private static final String END = ".jsonl";
    private static final int DIGITS = 19;

    private JournalFiles() {}

    static Path from(Path folder, long firstSeq) {
        return folder.resolve(BEGIN + String.format(Locale.ROOT, "%0" + DIGITS + "d", firstSeq)
                + END);
    }

    static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(JournalFiles::isOne).sorted().toList();
        } catch (IOException e) {
            throw new OperatorException("The folder " + folder + " of an access journal cannot be"
                    + " read: " + e.getMessage() + ".", e);
        }
    }

    private static boolean isOne(Path file) {
        return file.getFileName().toString().matches(BEGIN + "\\d{" + DIGITS + "}\\.jsonl");
    }

    /** By its name. */
    static long firstSeq(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(BEGIN.length(),
                BEGIN.length() + DIGITS));
    }
}
