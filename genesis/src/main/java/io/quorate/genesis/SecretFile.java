package io.quorate.genesis;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that only their owner may read. The permissions are part of the creation, so there is no moment in
 * which another user could open the file; an existing file is never overwritten.
 */
public final class SecretFile {
    private static final int SIZE_BYTES_MAX = 64 * 1024;

    private SecretFile() {}

    /** Makes {@code dir} and its missing parents; {@code dir} itself is closed to others (0700). */
    public static void createDirectory(Path dir) {
        try {
            if (dir.getParent() != null) {
                Files.createDirectories(dir.getParent());
            }
            Files.createDirectory(dir, PosixFilePermissions
                    .asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(dir)) {
                throw new ConfigException(dir + " is a file; a directory is needed there", e);
            }
        } catch (IOException e) {
            throw new ConfigException("cannot create the directory " + dir + ": " + e.getMessage(),
                    e);
        }
    }

    /** Creates {@code file} with mode 0600 and forces it to the disk. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** As {@link #write(Path, String)}. */
    public static void write(Path file, byte[] content) {
        var attribute = PosixFilePermissions
                .asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (SeekableByteChannel channel = Files.newByteChannel(file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                        StandardOpenOption.SYNC),
                attribute)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw new ConfigException(file + " exists already and is not overwritten", e);
        } catch (IOException e) {
            throw new ConfigException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Creates a file that anybody may read; it must not exist. */
    public static void writePublic(Path file, String text) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException e) {
            throw new ConfigException(file + " exists already and is not overwritten", e);
        } catch (IOException e) {
            throw new ConfigException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** The text of a secret file; refuses one that every user of the machine may read. */
    public static String read(Path file) {
        return new String(readBytes(file), StandardCharsets.UTF_8);
    }

    /** As {@link #read}. */
    public static byte[] readBytes(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new ConfigException(file + " is open to every user of this machine ("
                        + PosixFilePermissions.toString(permissions) + "); run chmod 600 on it");
            }
            if (Files.size(file) > SIZE_BYTES_MAX) {
                throw new ConfigException(file + " is too long for a key");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
