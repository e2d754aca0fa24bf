package io.quorate.node;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** The archives of official test data; a test is skipped where they are not at hand. */
public final class Fixtures {
    private static final int RECORD_BYTES = 512;

    private Fixtures() {}

    /** Contents by path, of those files whose path is wanted and that are no longer than {@code bytesMax}. */
    public static SortedMap<String, byte[]> read(String archiveName, Predicate<String> wanted,
            int bytesMax) throws IOException {
        Path archive = Path.of(System.getProperty("quorate.fixtures", "fixtures"), archiveName);
        assumeTrue(Files.exists(archive), () -> archive + " is not here: set quorate.fixtures");
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), 1 << 16)) {
            byte[] header = new byte[RECORD_BYTES];
            while (in.readNBytes(header, 0, RECORD_BYTES) == RECORD_BYTES && header[0] != 0) {
                int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
                String prefix = text(header, 345, 155);
                String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
                int padding = (RECORD_BYTES - size % RECORD_BYTES) % RECORD_BYTES;
                if (header[156] != '5' && size <= bytesMax && wanted.test(name)) {
                    files.put(name, in.readNBytes(size));
                    in.skipNBytes(padding);
                } else {
                    in.skipNBytes(size + padding);
                }
            }
        }
        return files;
    }

    private static String text(byte[] header, int offset, int length) {
        return new String(header, offset, length, StandardCharsets.US_ASCII).split("\0", 2)[0];
    }
}
