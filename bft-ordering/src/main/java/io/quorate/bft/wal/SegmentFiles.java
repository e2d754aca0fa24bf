package io.quorate.bft.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** Names of segment files: the first lsn in 16 hexadecimal digits, then {@code .wal}. */
final class SegmentFiles {
    private static final String SUFFIX = ".wal";
    private static final String UNFINISHED = ".new";

    private SegmentFiles() {}

    static Path path(Path directory, long firstLsn) {
        return directory.resolve(HexFormat.of().toHexDigits(firstLsn) + SUFFIX);
    }

    /** Where a segment is made before it gets its name. */
    static Path unfinishedPath(Path directory, long firstLsn) {
        return directory.resolve(HexFormat.of().toHexDigits(firstLsn) + UNFINISHED);
    }

    /** First lsns of the segments, ascending; unfinished files are deleted. */
    static List<Long> list(Path directory) throws IOException {
        List<Long> firstLsns = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(UNFINISHED)) {
                    Files.delete(file);
                } else if (name.matches("[0-9a-f]{16}\\.wal")) {
                    firstLsns.add(HexFormat.fromHexDigitsToLong(name, 0, 16));
                }
            }
        }
        Collections.sort(firstLsns);
        return firstLsns;
    }

    /** Makes creations, renames and deletions in the directory durable. */
    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
