package io.quorate.node.access;

import io.quorate.jsonrpc.AccessLog;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every request of callers that said who they are, a line each, chained by hashes: whoever knows a line's hash notices
 * if one before it is changed or gone. Nothing is ever removed. A line reaches the system before its answer goes out, and the
 * disk within a second. For any thread.
 */
public final class AccessJournal implements AccessLog, AutoCloseable {
    /** As the identity of callers that did not say who they are. */
    private static final String ANONYMOUS = "anonymous";
    private static final long FILE_BYTES_MAX = 64L << 20;
    private static final int TAIL_BYTES = 1 << 16;
    private static final long SYNC_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger("quorate");

    private final Path folder;
    private final Clock clock;
    private final long fileBytesMax;
    private final Thread syncing;
    private FileChannel file;
    private Head head;
    /** What is on the disk for sure. */
    private Head synced;
    private long missed;
    private boolean dirty;

    /**
     * How far a journal has come.
     *
     * @param count of its lines
     * @param hash of the last one; zeros where there is none
     */
    public record Head(long count, byte[] hash) {
        static final Head NONE = new Head(0, new byte[JournalLine.HASH_BYTES]);

        @Override
        public String toString() {
            return count + " 0x" + HexFormat.of().formatHex(hash);
        }
    }

    /** Goes on where the journal in {@code folder} ends; fails with {@link OperatorException} where it cannot. */
    public AccessJournal(Path folder) {
        this(folder, Clock.systemUTC(), FILE_BYTES_MAX);
    }

    AccessJournal(Path folder, Clock clock, long fileBytesMax) {
        this.folder = folder;
        this.clock = clock;
        this.fileBytesMax = fileBytesMax;
        try {
            Files.createDirectories(folder, PosixFilePermissions
                    .asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            List<Path> files = JournalFiles.in(folder);
            head = Head.NONE;
            file = open(files.isEmpty() ? JournalFiles.from(folder, 1) : files.getLast());
            takeUp(files);
            file.force(false);
            synced = head;
        } catch (IOException e) {
            throw new OperatorException("The access journal in " + folder + " cannot be written: "
                    + e.getMessage() + "; journal.folder in the access file names it.", e);
        }
        syncing = Thread.ofVirtual().name("access-journal").start(this::syncAgainAndAgain);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE),
                PosixFilePermissions
                        .asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** The last line tells the head; what a crash left of one that was never answered is cut off. */
    private void takeUp(List<Path> files) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        long size = file.size();
        ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, TAIL_BYTES));
        while (tail.hasRemaining()
                && file.read(tail, size - tail.capacity() + tail.position()) >= 0) {
            // until the tail is there
        }
        String text = new String(tail.array(), StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf('\n');
        int begin = text.lastIndexOf('\n', end - 1);
        if (end < 0) {
            head = startOf(files);
            file.truncate(0);
        } else {
            String last = new String(tail.array(), begin + 1, end - begin - 1,
                    StandardCharsets.UTF_8);
            head = JournalLine.parse(last).map(line -> new Head(line.seq(), line.hash()))
                    .orElseThrow(() -> new IOException("its last line is damaged: move the folder"
                            + " away and keep it, and let a new journal begin"));
            file.truncate(size - (text.length() - end - 1));
        }
        file.position(file.size());
    }

    /** Of a last file without a line: the end of the one before it. */
    private static Head startOf(List<Path> files) throws IOException {
        if (files.size() < 2) {
            return Head.NONE;
        }
        JournalReader.End end = JournalReader.lastOf(files.get(files.size() - 2));
        return new Head(end.seq(), end.hash());
    }

    @Override
    public synchronized void answered(Entry entry) {
        if (entry.identity().equals(ANONYMOUS)) {
            return;
        }
        JournalLine.Written line = JournalLine.write(head.count + 1,
                clock.instant().truncatedTo(ChronoUnit.MILLIS), entry, missed, head.hash);
        try {
            if (file.position() >= fileBytesMax) {
                file.force(false);
                synced = head;
                file.close();
                file = open(JournalFiles.from(folder, head.count + 1));
            }
            append((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
            head = new Head(head.count + 1, line.hash());
            missed = 0;
            dirty = true;
        } catch (IOException e) { // the next line tells how many are missing
            if (missed++ == 0) {
                LOG.error("the access journal cannot be written, requests go unrecorded folder={}"
                        + " reason={}", folder, e.toString());
            }
        }
    }

    /** All or nothing: half a line would hide the next one. */
    private void append(byte[] bytes) throws IOException {
        long before = file.position();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            file.truncate(before);
            throw e;
        }
    }

    /** The last line, on disk now, so that no crash takes it back; an earlier one where it cannot be synced. */
    public synchronized Head head() {
        sync();
        return synced;
    }

    private void syncAgainAndAgain() {
        try {
            while (true) {
                Thread.sleep(SYNC_MILLIS);
                sync();
            }
        } catch (InterruptedException _) { // closed
        }
    }

    private synchronized void sync() {
        if (!dirty) {
            return;
        }
        try {
            file.force(false);
            synced = head;
            dirty = false;
        } catch (IOException e) { // tried again in a second
            LOG.error("the access journal cannot be synced folder={} reason={}", folder,
                    e.toString());
        }
    }

    @Override
    public void close() {
        syncing.interrupt();
        sync();
        synchronized (this) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.error("the access journal cannot be closed folder={} reason={}", folder,
                        e.toString());
            }
        }
    }
}
