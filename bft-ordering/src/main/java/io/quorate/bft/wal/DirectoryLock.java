package io.quorate.bft.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Holds {@code directory/lock}; the system frees it when the process ends, however it ends. */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Empty if another process, or another log of this one, holds it. */
    static Optional<DirectoryLock> acquire(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        boolean isHeld = false;
        try {
            FileLock lock = channel.tryLock();
            isHeld = lock != null;
        } catch (OverlappingFileLockException e) {
            isHeld = false; // this process has it open already
        } finally {
            if (!isHeld) {
                channel.close();
            }
        }
        return isHeld ? Optional.of(new DirectoryLock(channel)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
