package io.quorate.jsonrpc;

import java.util.List;

/** How a search for events ended. */
public sealed interface LogSearch {
    record Found(List<LogEntry> entries) implements LogSearch {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    /** It came to a limit before it came to its end. */
    sealed interface Cut extends LogSearch {
        /** Up to here the limit would have sufficed; below {@code fromBlock} if nowhere. */
        long lastWholeBlock();
    }

    /** More events than asked for. */
    record TooMany(long lastWholeBlock) implements Cut {}

    /** Not more events than asked for, but more to look at than is done for one question. */
    record TooLong(long lastWholeBlock) implements Cut {}
}
