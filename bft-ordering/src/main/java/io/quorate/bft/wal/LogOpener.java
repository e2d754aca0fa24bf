package io.quorate.bft.wal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checks all segments of a directory and decides: ready, damaged, or in use. */
final class LogOpener {
    private LogOpener() {}

    static Opened open(WalConfig config) throws IOException {
        Optional<DirectoryLock> lock = DirectoryLock.acquire(config.directory());
        if (lock.isEmpty()) {
            return new Opened.InUse(config.directory());
        }
        Opened opened = null;
        try {
            opened = open(config, lock.get());
            return opened;
        } finally {
            if (!(opened instanceof Opened.Ready)) {
                lock.get().close();
            }
        }
    }

    private static Opened open(WalConfig config, DirectoryLock lock) throws IOException {
        List<Long> firstLsns = SegmentFiles.list(config.directory());
        if (firstLsns.isEmpty()) {
            SegmentHeader header = new SegmentHeader(new SecureRandom().nextLong(), 1,
                    new byte[RecordFormat.HASH_BYTES]);
            SegmentWriter writer = SegmentWriter.create(config, header);
            return new Opened.Ready(
                    new WriteAheadLog(config, lock, header.salt, List.of(1L), writer), 0);
        }
        Scanned previous = null;
        for (int i = 0; i < firstLsns.size(); i++) {
            Path path = SegmentFiles.path(config.directory(), firstLsns.get(i));
            Scanned scanned = scan(config, path, (lsn, payload) -> {});
            Optional<String> defect = defect(scanned, previous, firstLsns.get(i),
                    i == firstLsns.size() - 1);
            if (defect.isPresent()) {
                return new Opened.Damaged(path, scanned.nextLsn, defect.get());
            }
            previous = scanned;
        }
        long lastFirstLsn = firstLsns.getLast();
        SegmentWriter writer = SegmentWriter.open(config,
                SegmentFiles.path(config.directory(), lastFirstLsn),
                previous.salt, previous.offset, previous.nextLsn, previous.hash);
        return new Opened.Ready(new WriteAheadLog(config, lock, previous.salt, firstLsns, writer),
                previous.isAtEnd ? 0 : previous.fileBytes - previous.offset);
    }

    private static Optional<String> defect(Scanned scanned, Scanned previous, long firstLsn,
            boolean isLast) {
        if (scanned.header.isEmpty()) {
            return Optional.of("the segment's header is broken");
        }
        SegmentHeader header = scanned.header.get();
        if (header.firstLsn != firstLsn) {
            return Optional
                    .of("the segment is named as starting at record " + firstLsn + " but starts at "
                            + header.firstLsn);
        }
        if (previous != null && (header.salt != previous.salt || header.firstLsn != previous.nextLsn
                || !Arrays.equals(header.hashBefore, previous.hash))) {
            return Optional
                    .of("the segment does not continue the one before it, which ends at record "
                            + (previous.nextLsn - 1));
        }
        if (!scanned.isAtEnd && (!isLast || scanned.isNextSynced)) {
            return Optional
                    .of("record " + scanned.nextLsn + " was synced once and is not readable now");
        }
        return Optional.empty();
    }

    /** Reads one segment as far as it is good. */
    static Scanned scan(WalConfig config, Path path, WriteAheadLog.RecordHandler handler)
            throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            long fileBytes = channel.size();
            if (fileBytes > Integer.MAX_VALUE) {
                throw new IOException("segment " + path + " has " + fileBytes + " bytes");
            }
            ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, fileBytes, arena)
                    .asByteBuffer();
            Optional<SegmentHeader> header = SegmentHeader.decode(file);
            return header.map(found -> scan(file, found, config, handler))
                    .orElseGet(Scanned::headless);
        }
    }

    private static Scanned scan(ByteBuffer file, SegmentHeader header, WalConfig config,
            WriteAheadLog.RecordHandler handler) {
        SegmentScan scan = new SegmentScan(file, header, config.recordBytesMax());
        scan.run(handler);
        boolean isAtEnd = scan.isAtEnd();
        return new Scanned(Optional.of(header), header.salt, scan.offset(), file.limit(),
                scan.nextLsn(),
                scan.hash(), isAtEnd, !isAtEnd && scan.wasNextSynced());
    }

    /** What a scan found; owns {@code hash}. */
    static final class Scanned {
        final Optional<SegmentHeader> header;
        final long salt;
        final int offset;
        final int fileBytes;
        final long nextLsn;
        final byte[] hash;
        final boolean isAtEnd;
        final boolean isNextSynced;

        Scanned(Optional<SegmentHeader> header, long salt, int offset, int fileBytes, long nextLsn,
                byte[] hash, boolean isAtEnd, boolean isNextSynced) {
            this.header = header;
            this.salt = salt;
            this.offset = offset;
            this.fileBytes = fileBytes;
            this.nextLsn = nextLsn;
            this.hash = hash;
            this.isAtEnd = isAtEnd;
            this.isNextSynced = isNextSynced;
        }

        static Scanned headless() {
            return new Scanned(Optional.empty(), 0, 0, 0, 0, new byte[0], false, false);
        }
    }
}
