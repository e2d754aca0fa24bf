package io.quorate.jsonrpc.subscription;

import io.quorate.jsonrpc.CommittedBlock;
import io.quorate.jsonrpc.GuardedChain;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.LogQuery;
import io.quorate.jsonrpc.Registration;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.method.Blocks;
import io.quorate.jsonrpc.method.Call;
import io.quorate.jsonrpc.method.Connection;
import io.quorate.jsonrpc.method.LogFilterParser;
import io.quorate.jsonrpc.method.Method;
import io.quorate.jsonrpc.view.BlockView;
import io.quorate.jsonrpc.view.TransactionView;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.PrunedStateException;
import io.quorate.state.storage.StorageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code eth_subscribe} and {@code eth_unsubscribe}: what WebSocket connections want to be told. */
public final class Subscriptions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final GuardedChain chain;
    private final TransactionSubmitter submitter;
    private final LogFilterParser parser;
    private final JsonRpcConfig.Queries queries;
    private final int perConnectionMax;
    private final RandomIds ids = new RandomIds();
    private final ReplayTurns turns;
    private final BlockFeed feed;
    private final Map<Connection, Map<String, Subscription>> byConnection = new ConcurrentHashMap<>();
    private Optional<Registration> admitted = Optional.empty();

    public Subscriptions(GuardedChain chain, TransactionSubmitter submitter, LogFilterParser parser,
            JsonRpcConfig.Queries queries, int perConnectionMax) {
        this.chain = chain;
        this.submitter = submitter;
        this.parser = parser;
        this.queries = queries;
        this.turns = new ReplayTurns(queries);
        this.perConnectionMax = perConnectionMax;
        this.feed = new BlockFeed(chain, this::onBlock);
    }

    /** Starts to listen; subscriptions made before are served from then on. */
    public void start() {
        feed.start(chain.latestNumber());
        admitted = Optional.of(submitter.onAdmitted(this::onAdmitted));
    }

    public List<Method> methods() {
        return List.of(Method.light("eth_subscribe", 2, this::subscribe),
                Method.light("eth_unsubscribe", 1, this::unsubscribe));
    }

    private JsonValue subscribe(Call call) {
        Connection connection = requireConnection(call);
        Param kind = call.at(0, "subscription");
        String id = ids.next();
        Subscription subscription = switch (kind.string()) {
            case "newHeads" -> new Subscription.NewHeads(id, connection);
            case "newPendingTransactions" -> new Subscription.Pending(id, connection,
                    wantsWholeTransactions(call.at(1, "options")));
            case "logs" -> logs(id, connection, call.at(1, "filter"));
            case "syncing" -> new Subscription.Syncing(id, connection);
            default -> throw kind
                    .wrong("one of newHeads, logs, newPendingTransactions, syncing");
        };
        add(connection, id, subscription);
        call.afterResponse().accept(() -> activate(subscription));
        return JsonValue.of(id);
    }

    private static Connection requireConnection(Call call) {
        return call.connection().orElseThrow(() -> new JsonRpcException(
                ErrorCode.METHOD_NOT_SUPPORTED, "subscriptions need a WebSocket connection"));
    }

    private static boolean wantsWholeTransactions(Param options) {
        return options.isObject()
                ? options.field("includeTransactions").optional(Param::bool).orElse(false)
                : options.optional(Param::bool).orElse(false);
    }

    /** Without {@code fromBlock} from the next block on; with it from there, and nothing is left out. */
    private Subscription.Logs logs(String id, Connection connection, Param param) {
        LogQuery.Filter filter = param.isAbsent() ? LogQuery.Filter.ANY : parser.filter(param);
        Optional<Long> from = param.isAbsent() ? Optional.empty() : parser.fromBlock(param);
        from.filter(number -> number < chain.earliestBlockNumber()).ifPresent(number -> {
            throw Blocks.pruned(chain, "logs of block", number);
        });
        long latest = chain.latestNumber();
        from.filter(number -> !filter.isSelective() && latest - number >= queries.logBlocksMax())
                .ifPresent(number -> {
                    throw new JsonRpcException(ErrorCode.LIMIT_EXCEEDED, "fromBlock is "
                            + (latest - number + 1) + " blocks back, at most "
                            + queries.logBlocksMax() + " are replayed without an address or a"
                            + " topic; name one, or ask eth_getLogs for the older ones");
                });
        return new Subscription.Logs(id, connection, filter, chain.readableEvents(),
                from.orElse(latest + 1));
    }

    private void add(Connection connection, String id, Subscription subscription) {
        Map<String, Subscription> fresh = new ConcurrentHashMap<>();
        Map<String, Subscription> before = byConnection.putIfAbsent(connection, fresh);
        Map<String, Subscription> own = before == null ? fresh : before;
        synchronized (own) {
            if (own.size() >= perConnectionMax) {
                throw new JsonRpcException(ErrorCode.LIMIT_EXCEEDED, "this connection has "
                        + perConnectionMax + " subscriptions already");
            }
            own.put(id, subscription);
        }
        if (before == null) {
            connection.onClose(() -> byConnection.remove(connection));
        }
    }

    private void activate(Subscription subscription) {
        switch (subscription) {
            case Subscription.Held held -> held.activate();
            case Subscription.Syncing syncing -> syncing.tell(chain.syncing());
            case Subscription.Logs logs -> replay(logs);
        }
    }

    private void replay(Subscription.Logs logs) {
        Thread.ofVirtual().name("jsonrpc-log-replay").start(() -> {
            try {
                logs.replay(chain, turns, () -> isKnown(logs));
            } catch (PrunedStateException e) { // a client that went on would believe that it has all
                logs.connection().end("logs that were asked for are kept no longer");
            } catch (StorageException e) { // the outermost frame; it may be another replica's to answer
                LOG.error("logs cannot be read for a subscription", e);
                logs.connection().end("this node cannot read what it stored");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the server is closing
            }
        });
    }

    private boolean isKnown(Subscription subscription) {
        return byConnection.getOrDefault(subscription.connection(), Map.of())
                .containsKey(subscription.id());
    }

    private JsonValue unsubscribe(Call call) {
        Connection connection = requireConnection(call);
        String id = call.at(0, "subscriptionId").string();
        Map<String, Subscription> own = byConnection.getOrDefault(connection, Map.of());
        return JsonValue.of(own.containsKey(id) && own.remove(id) != null);
    }

    private void onBlock(CommittedBlock committed) {
        JsonValue head = BlockView.head(committed.block());
        for (Map<String, Subscription> own : byConnection.values()) {
            for (Subscription subscription : own.values()) {
                switch (subscription) {
                    case Subscription.NewHeads heads -> heads.offer(head);
                    case Subscription.Logs logs -> {
                        if (!logs.onBlock(committed)) {
                            replay(logs);
                        }
                    }
                    case Subscription.Syncing syncing -> syncing.tell(chain.syncing());
                    case Subscription.Pending ignored -> {
                    }
                }
            }
        }
    }

    private void onAdmitted(RecoveredTransaction transaction) {
        for (Map<String, Subscription> own : byConnection.values()) {
            for (Subscription subscription : own.values()) {
                if (subscription instanceof Subscription.Pending pending) {
                    pending.offer(pending.whole
                            ? TransactionView.pending(chain.feeMode(), transaction)
                            : JsonValue.of(transaction.hash()));
                }
            }
        }
    }

    @Override
    public void close() {
        feed.close();
        admitted.ifPresent(Registration::close);
    }
}
