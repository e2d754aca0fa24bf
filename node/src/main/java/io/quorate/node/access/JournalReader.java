package io.quorate.node.access;

import io.quorate.node.OperatorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a journal from its first line to its last and checks that each follows from the one before. */
public final class JournalReader {
    private JournalReader() {}

    /** Where a journal, or one of its files, ends. */
    public record End(long seq, byte[] hash) {
        static final End NONE = new End(0, new byte[JournalLine.HASH_BYTES]);
    }

    /**
     * Gives all lines, in order. Fails with {@link OperatorException}, which names the place, where one was changed, removed
     * or put in.
     */
    public static End read(Path folder, Consumer<JournalLine> lines) {
        List<Path> files = JournalFiles.in(folder);
        if (files.isEmpty()) {
            throw new OperatorException("There is no access journal in " + folder
                    + "; journal.folder in a replica's access file names it.");
        }
        End end = End.NONE;
        for (int i = 0; i < files.size(); i++) {
            if (JournalFiles.firstSeq(files.get(i)) != end.seq() + 1) {
                throw new OperatorException(files.get(i) + ": its lines begin with "
                        + JournalFiles.firstSeq(files.get(i)) + ", but those before end with "
                        + end.seq() + ": a file is missing.");
            }
            end = read(files.get(i), end, i == files.size() - 1, lines);
        }
        return end;
    }

    private static End read(Path file, End before, boolean isLast, Consumer<JournalLine> lines) {
        End end = before;
        long place = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                place++;
                Optional<JournalLine> line = JournalLine.following(end.hash(), text);
                if (line.isEmpty() && isLast && reader.read() < 0 && !endsWhole(file)) {
                    return end; // being written, or what a crash left
                }
                if (line.isEmpty() || line.get().seq() != end.seq() + 1) {
                    throw new OperatorException(file + ", line " + place
                            + ": it does not follow from the line before (" + end.seq()
                            + "): one of them was changed, removed or put in.");
                }
                lines.accept(line.get());
                end = new End(line.get().seq(), line.get().hash());
            }
            return end;
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static boolean endsWhole(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(Math.max(0, channel.size() - 1));
            return channel.read(last) == 1 && last.get(0) == '\n';
        }
    }

    /** The hash of one line, unchecked; empty where the journal does not have it. */
    public static Optional<byte[]> hashOf(Path folder, long seq) {
        Optional<Path> file = JournalFiles.in(folder).stream()
                .filter(one -> JournalFiles.firstSeq(one) <= seq).reduce((_, later) -> later);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (BufferedReader reader = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
            long place = JournalFiles.firstSeq(file.get());
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                if (place++ == seq) return JournalLine.parse(text).map(JournalLine::hash);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new OperatorException(file.get() + " cannot be read: " + e.getMessage() + ".",
                    e);
        }
    }

    /** The last line of a file that is complete, unchecked. */
    static End lastOf(Path file) throws IOException {
        String last = "";
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                last = text;
            }
        }
        return JournalLine.parse(last).map(line -> new End(line.seq(), line.hash()))
                .orElseThrow(() -> new IOException("the last line of " + file + " is damaged"));
    }
}
