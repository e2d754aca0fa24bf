package io.quorate.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Reads files once, from end to end: what their SHA-256 is, and a copy where one is wanted. */
final class FileDigests {
    private static final int BUFFER_BYTES = 1 << 20;

    private FileDigests() {}

    /** 64 digits; {@code progress} is told how many more bytes were read. */
    static String sha256(Path file, LongConsumer progress) throws IOException {
        return read(file, Optional.empty(), progress);
    }

    /** Of what is written to {@code copy}, a new file; durable when it returns. */
    static String copy(Path file, Path copy, LongConsumer progress) throws IOException {
        try (FileChannel out = FileChannel.open(copy, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            String digest = read(file, Optional.of(out), progress);
            out.force(true);
            return digest;
        }
    }

    private static String read(Path file, Optional<FileChannel> copy, LongConsumer progress)
            throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer.flip());
                buffer.rewind();
                while (copy.isPresent() && buffer.hasRemaining()) {
                    copy.get().write(buffer);
                }
                buffer.clear();
                progress.accept(read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
