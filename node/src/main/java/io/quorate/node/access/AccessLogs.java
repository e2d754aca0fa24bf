package io.quorate.node.access;

import io.quorate.jsonrpc.AccessLog;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where requests are told of.
 *
 * @param log every request, for a while
 * @param journal those of callers that said who they are, chained by hashes, for ever
 */
public record AccessLogs(Optional<Path> log, Optional<Journal> journal) {
    public static final AccessLogs NONE = new AccessLogs(Optional.empty(), Optional.empty());
    static final long ANCHOR_BLOCKS = 1_000;
    static final long ANCHOR_SECONDS = 3_600;

    /**
     * @param anchorBlocks after which the chain is told how far it has come, where it has come further; 0 for never
     * @param anchorSeconds after which that is done on a chain with fewer blocks
     */
    public record Journal(Path folder, long anchorBlocks, long anchorSeconds) {}

    /** @param log to be told of each request */
    public record Opened(AccessLog log, Optional<AccessJournal> journal) {}

    /** Opens them, and gives each to {@code closing} once it is open. */
    public Opened open(Consumer<AutoCloseable> closing) {
        Optional<AccessLog> written = log.map(file -> {
            AccessLogFile opened = new AccessLogFile(file);
            closing.accept(opened);
            return opened;
        });
        Optional<AccessJournal> kept = journal.map(settings -> {
            AccessJournal opened = new AccessJournal(settings.folder());
            closing.accept(opened);
            return opened;
        });
        return new Opened(both(written, kept), kept);
    }

    private static AccessLog both(Optional<AccessLog> written, Optional<AccessJournal> kept) {
        if (written.isPresent() && kept.isPresent()) {
            return entry -> {
                kept.get().answered(entry);
                written.get().answered(entry);
            };
        }
        return written.or(() -> kept).orElse(AccessLog.NONE);
    }
}
