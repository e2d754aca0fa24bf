package io.quorate.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process, or a second replica of this process, out of a data folder. The system frees the
 * lock when the process ends, however it ends.
 */
final class DataDirLock implements AutoCloseable {
    static final String FILE_NAME = "lock";

    private final FileChannel channel;

    private DataDirLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the folder where it is missing; fails with {@link OperatorException} where it is in use. */
    static DataDirLock acquire(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
            FileChannel channel = FileChannel.open(dataDir.resolve(FILE_NAME),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                channel.close();
                throw new OperatorException("The data folder " + dataDir
                        + " is in use by another quorate process; stop that one or choose another"
                        + " folder.");
            }
            return new DataDirLock(channel);
        } catch (IOException e) {
            throw new OperatorException("The data folder " + dataDir + " cannot be used: "
                    + reason(e) + ".", e);
        }
    }

    /** Whether a process uses the folder, which exists. */
    static boolean isHeld(Path dataDir) throws IOException {
        Path file = dataDir.resolve(FILE_NAME);
        if (!Files.exists(file)) return false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !tryLock(channel);
        }
    }

    /** The messages of these are a path and no more. */
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission is denied at " + e.getMessage();
            case FileAlreadyExistsException _ -> e.getMessage() + " is a file, not a folder";
            case NoSuchFileException _ -> e.getMessage() + " cannot be made";
            default -> e.getMessage();
        };
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) { // held by this very process
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
