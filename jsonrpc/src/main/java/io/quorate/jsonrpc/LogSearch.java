package io.quorate.jsonrpc;

import java.util.List;

/** How a search for events ended. */
public sealed interface LogSearch {
    record Found(List<LogEntry> entries) implements LogSearch {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    /**
     * More events than asked for.
     *
     * @param lastWholeBlock up to here the limit would have sufficed; below {@code fromBlock} if nowhere
     */
    record TooMany(long lastWholeBlock) implements LogSearch {}
}
