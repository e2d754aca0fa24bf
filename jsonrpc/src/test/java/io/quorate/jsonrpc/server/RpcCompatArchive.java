package io.quorate.jsonrpc.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Reads the files of an archive (tar in the ustar form, packed by gzip) into memory. */
final class RpcCompatArchive {
    private static final int RECORD_BYTES = 512;

    private RpcCompatArchive() {}

    /** Contents by path. */
    static SortedMap<String, byte[]> read(Path archive) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
            while (true) {
                byte[] header = in.readNBytes(RECORD_BYTES);
                if (header.length < RECORD_BYTES || header[0] == 0) {
                    return files;
                }
                String prefix = text(header, 345, 155);
                String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
                int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
                byte[] content = in.readNBytes(size);
                in.skipNBytes((RECORD_BYTES - size % RECORD_BYTES) % RECORD_BYTES);
                if (header[156] == '0' || header[156] == 0) {
                    files.put(name, content);
                }
            }
        }
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }
}
