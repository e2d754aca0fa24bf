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
            } else { // nothing is left out in silence
                connection().end("more events than can be held came before the response was sent");
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
        /** Entries that are sent before the connection is asked for room again. */
        private static final int UNASKED_MAX = 1_000;

        private final LogQuery.Filter filter;
        /** Asked for each event when it is told. */
        private final Predicate<Log> isReadable;
        /** The next block to be told of: the replay's until {@link #isLive}, then the feed's, under the lock. */
        private volatile long cursor;
        /** Whether the feed may tell. Guarded by this. */
        private boolean isLive;

        Logs(String id, Connection connection, LogQuery.Filter filter, Predicate<Log> isReadable,
                long cursor) {
            super(id, connection);
            this.filter = filter;
            this.isReadable = isReadable;
            this.cursor = cursor;
        }

        /** Tells of all blocks up to the latest, then leaves the rest to {@link #onBlock}; one thread at a time. */
        void replay(ChainQueries chain, ReplayTurns turns, BooleanSupplier isWanted)
                throws InterruptedException {
            while (isWanted.getAsBoolean() && connection().awaitRoom()) {
                synchronized (this) {
                    if (cursor > chain.latestNumber()) {
                        isLive = true;
                        return;
                    }
                }
                ReplayTurns.Found found = turns.next(chain, filter, cursor);
                for (int i = 0; i < found.entries().size(); i++) {
                    if (i % UNASKED_MAX == 0 && !connection().awaitRoom()) {
                        return;
                    }
                    tellReadable(found.entries().get(i));
                }
                cursor = found.lastBlock() + 1;
            }
        }

        private void tellReadable(LogEntry entry) {
            if (isReadable.test(entry.log())) {
                tell(new LogView(entry));
            }
        }

        /**
         * From the feed; blocks that the replay has told or will tell are passed over. False where the replay must tell
         * of this one, on a thread that may wait: blocks before it were not seen, or it has more than is sent at once.
         */
        synchronized boolean onBlock(CommittedBlock committed) {
            long number = committed.block().number();
            if (!isLive || number < cursor) {
                return true;
            }
            List<LogEntry> entries = LogEntry.of(committed, filter);
            if (number > cursor || entries.size() > UNASKED_MAX) {
                isLive = false;
                return false;
            }
            entries.forEach(this::tellReadable);
            cursor = number + 1;
            return true;
        }
    }
}
