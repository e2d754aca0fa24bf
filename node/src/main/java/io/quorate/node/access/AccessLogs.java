package io.quorate.node.access;

import io.quorate.jsonrpc.AccessLog;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where requests are told of.
 *
 * @param log every request, for a while
 * @param journal a folder that keeps those of callers that said who they are, chained by hashes, for ever
 */
public record AccessLogs(Optional<Path> log, Optional<Path> journal) {
    public static final AccessLogs NONE = new AccessLogs(Optional.empty(), Optional.empty());

    /** Opens them, and gives each to {@code closing} once it is open. */
    public AccessLog open(Consumer<AutoCloseable> closing) {
        Optional<AccessLog> written = log.map(file -> {
            AccessLogFile opened = new AccessLogFile(file);
            closing.accept(opened);
            return opened;
        });
        Optional<AccessLog> kept = journal.map(folder -> {
            AccessJournal opened = new AccessJournal(folder);
            closing.accept(opened);
            return opened;
        });
        if (written.isPresent() && kept.isPresent()) {
            return entry -> {
                kept.get().answered(entry);
                written.get().answered(entry);
            };
        }
        return written.or(() -> kept).orElse(AccessLog.NONE);
    }
}
