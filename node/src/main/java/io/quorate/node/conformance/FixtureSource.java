package io.quorate.node.conformance;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Finds the JSON files at a path: the file itself, those below a folder, or those in a tar.gz archive, be it
 * named or below the folder.
 */
final class FixtureSource {
    private static final int TAR_BLOCK_BYTES = 512;
    private static final String ARCHIVE = ".tar.gz";
    private static final int FILE_BYTES_MAX = 256 << 20;

    /** Takes one file after another. */
    @FunctionalInterface
    interface Sink {
        void accept(String name, byte[] json) throws IOException;
    }

    private FixtureSource() {}

    static void forEach(Path path, Sink sink) throws IOException {
        if (Files.isDirectory(path)) {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(path)) {
                files = walk.filter(FixtureSource::isFixture).filter(Files::isRegularFile).sorted()
                        .toList();
            }
            for (Path file : files) {
                forFile(path.relativize(file).toString(), file, sink);
            }
        } else {
            forFile(path.getFileName().toString(), path, sink);
        }
    }

    private static boolean isFixture(Path file) {
        return file.toString().endsWith(".json") || file.toString().endsWith(ARCHIVE);
    }

    private static void forFile(String name, Path file, Sink sink) throws IOException {
        if (name.endsWith(ARCHIVE)) {
            try (InputStream in = new GZIPInputStream(
                    new BufferedInputStream(Files.newInputStream(file)), 1 << 16)) {
                readTar(in, sink);
            }
        } else {
            sink.accept(name, Files.readAllBytes(file));
        }
    }

    /** The parts of POSIX ustar and of GNU's long names that such archives use. */
    private static void readTar(InputStream in, Sink sink) throws IOException {
        String longName = "";
        while (true) {
            byte[] header = in.readNBytes(TAR_BLOCK_BYTES);
            if (header.length < TAR_BLOCK_BYTES || header[0] == 0) {
                return;
            }
            long size = octal(header, 124, 12);
            if (size > FILE_BYTES_MAX) {
                throw new IOException("file of " + size + " bytes in archive");
            }
            byte[] content = in.readNBytes((int) size);
            if (content.length < size) {
                throw new EOFException("archive ends within a file");
            }
            in.skipNBytes(-size & (TAR_BLOCK_BYTES - 1));
            char type = (char) header[156];
            if (type == 'L') {
                longName = text(content, 0, content.length);
                continue;
            }
            String name = longName.isEmpty() ? name(header) : longName;
            longName = "";
            boolean isFile = type == '0' || type == 0;
            if (isFile && name.endsWith(".json")) {
                sink.accept(name, content);
            }
        }
    }

    private static String name(byte[] header) {
        String prefix = text(header, 345, 155);
        boolean isUstar = text(header, 257, 6).equals("ustar");
        String name = text(header, 0, 100);
        return isUstar && !prefix.isEmpty() ? prefix + "/" + name : name;
    }

    private static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] bytes, int offset, int length) {
        return Long.parseLong(text(bytes, offset, length).trim(), 8);
    }
}
