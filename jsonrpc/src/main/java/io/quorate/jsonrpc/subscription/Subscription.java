package io.quorate.jsonrpc.subscription;

import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.CommittedBlock;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.LogEntry;
import io.quorate.jsonrpc.LogQuery;
import io.quorate.jsonrpc.LogSearch;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.method.Connection;
import io.quorate.jsonrpc.view.LogView;
import io.quorate.ledger.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** One subscription of one connection. Nothing is told before the client knows its id. */
sealed interface Subscription {
    String id();

    Connection connection();

    /** Sends one event. */
    default void tell(JsonValue event) {
        connection().send("eth_subscription", out -> {
            out.startObject();
            out.string("subscription", id());
            out.value("result", event);
            out.endObject();
        });
    }

    /** What every kind has. */
    abstract sealed class Base {
        private final String id;
        private final Connection connection;

        Base(String id, Connection connection) {
            this.id = id;
            this.connection = connection;
        }

        public final String id() {
            return id;
        }

        public final Connection connection() {
            return connection;
        }
    }

    /** Holds events back from the moment of the subscription until the client knows its id. */
    abstract sealed class Held extends Base implements Subscription {
        /** Far more than come between a call and its response. */
        private static final int HELD_MAX = 10_000;

        private final List<JsonValue> held = new ArrayList<>();
        private boolean isActive;

        Held(String id, Connection connection) {
            super(id, connection);
        }

        final synchronized void offer(JsonValue event) {
            if (isActive) {
                tell(event);
            } else if (held.size() < HELD_MAX) {
                held.add(event);
            }
        }

        final synchronized void activate() {
            isActive = true;
            held.forEach(this::tell);
            held.clear();
        }
    }

    final class NewHeads extends Held {
        NewHeads(String id, Connection connection) {
            super(id, connection);
        }
    }

    final class Pending extends Held {
        final boolean whole;

        Pending(String id, Connection connection, boolean whole) {
            super(id, connection);
            this.whole = whole;
        }
    }

    /** Told when the node falls behind or has caught up. */
    final class Syncing extends Base implements Subscription {
        private Optional<Boolean> last = Optional.empty();

        Syncing(String id, Connection connection) {
            super(id, connection);
        }

        synchronized void tell(Optional<SyncProgress> progress) {
            if (last.equals(Optional.of(progress.isPresent()))) {
                return;
            }
            last = Optional.of(progress.isPresent());
            tell(JsonValue.of(progress.isPresent()));
        }
    }

    /** Has a cursor: first the past is replayed on its own thread, then the feed takes over without a gap. */
    final class Logs extends Base implements Subscription {
        private static final long REPLAY_BLOCKS = 500;

        private final LogQuery.Filter filter;
        /** Asked for each event when it is told. */
        private final Predicate<Log> isReadable;
        /** The next block to be told of. Guarded by this. */
        private long cursor;
        /** Whether the feed may tell. Guarded by this. */
        private boolean isLive;

        Logs(String id, Connection connection, LogQuery.Filter filter, Predicate<Log> isReadable,
                long cursor) {
            super(id, connection);
            this.filter = filter;
            this.isReadable = isReadable;
            this.cursor = cursor;
        }

        /** Tells of all blocks up to the latest, then leaves the rest to {@link #onBlock}. */
        void replay(ChainQueries chain, JsonRpcConfig.Queries queries, BooleanSupplier isWanted) {
            try {
                while (isWanted.getAsBoolean() && connection().awaitRoom()) {
                    synchronized (this) {
                        long latest = chain.latestNumber();
                        if (cursor > latest) {
                            isLive = true;
                            return;
                        }
                        tellRange(chain, queries, Math.min(latest, cursor + REPLAY_BLOCKS - 1));
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the server is closing
            }
        }

        private void tellRange(ChainQueries chain, JsonRpcConfig.Queries queries, long end) {
            LogSearch search = chain
                    .logs(new LogQuery(cursor, end, filter, queries.logResultsMax()));
            long told = switch (search) {
                case LogSearch.Found(var entries) -> tellAll(entries, end);
                case LogSearch.Cut cut -> {
                    long less = Math.max(cursor, cut.lastWholeBlock());
                    yield chain.logs(new LogQuery(cursor, less, filter,
                            LogQuery.RESULTS_OF_ANY_BLOCK)) instanceof LogSearch.Found(var entries)
                                    ? tellAll(entries, less)
                                    : less;
                }
            };
            cursor = told + 1;
        }

        private long tellAll(List<LogEntry> entries, long end) {
            entries.forEach(this::tellReadable);
            return end;
        }

        private void tellReadable(LogEntry entry) {
            if (isReadable.test(entry.log())) {
                tell(new LogView(entry));
            }
        }

        /** From the feed; blocks that the replay has told or will tell are passed over. */
        synchronized void onBlock(CommittedBlock committed) {
            long number = committed.block().number();
            if (!isLive || number < cursor) {
                return;
            }
            LogEntry.of(committed, filter).forEach(this::tellReadable);
            cursor = number + 1;
        }
    }
}
