package io.quorate.jsonrpc.subscription;

import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.LogQuery;
import io.quorate.jsonrpc.LogSearch;
import io.quorate.jsonrpc.Registration;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.method.Call;
import io.quorate.jsonrpc.method.LogFilterParser;
import io.quorate.jsonrpc.method.LogMethods;
import io.quorate.jsonrpc.method.Method;
import io.quorate.jsonrpc.view.LogView;
import io.quorate.ledger.Block;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Filters, which are polled. One of blocks or logs is no more than a cursor into the chain: nothing is kept
 * for it, and a poll after long silence brings the missed part piece by piece.
 */
public final class Filters implements AutoCloseable {
    private final ChainQueries chain;
    private final LogFilterParser parser;
    private final LogMethods logs;
    private final JsonRpcConfig.Queries queries;
    private final JsonRpcConfig.Streams limits;
    private final InstantSource clock;
    private final RandomIds ids = new RandomIds();
    private final PendingRing pending;
    private final Registration admitted;
    /** From the one longest not asked for to the one asked for last. Guarded by itself. */
    private final Map<String, Filter> filters = new LinkedHashMap<>();

    public Filters(ChainQueries chain, TransactionSubmitter submitter, LogFilterParser parser,
            LogMethods logs, JsonRpcConfig.Queries queries, JsonRpcConfig.Streams limits,
            InstantSource clock) {
        this.chain = chain;
        this.parser = parser;
        this.logs = logs;
        this.queries = queries;
        this.limits = limits;
        this.clock = clock;
        this.pending = new PendingRing(limits.filterBacklogMax());
        this.admitted = submitter.onAdmitted(transaction -> pending.add(transaction.hash()));
    }

    private sealed interface Kind {
        record Blocks() implements Kind {}

        record Pending() implements Kind {}

        /**
         * @param toBlock no block after it matches
         */
        record Logs(LogQuery.Filter filter, long fromBlock, long toBlock) implements Kind {}
    }

    /** Its fields change under its own lock. */
    private static final class Filter {
        final Kind kind;
        /** The next block, or number in the ring, that was not told yet. */
        long cursor;
        /** Guarded by the map's lock. */
        long usedAtMillis;

        Filter(Kind kind, long cursor, long usedAtMillis) {
            this.kind = kind;
            this.cursor = cursor;
            this.usedAtMillis = usedAtMillis;
        }
    }

    public List<Method> methods() {
        return List.of(
                Method.light("eth_newBlockFilter", 0,
                        call -> add(new Kind.Blocks(), chain.latestNumber() + 1)),
                Method.light("eth_newPendingTransactionFilter", 0,
                        call -> add(new Kind.Pending(), pending.next())),
                Method.light("eth_newFilter", 1, this::newLogFilter),
                Method.heavy("eth_getFilterChanges", 1, this::changes),
                Method.heavy("eth_getFilterLogs", 1, this::logs),
                Method.light("eth_uninstallFilter", 1, this::uninstall));
    }

    private JsonValue newLogFilter(Call call) {
        Param param = call.at(0, "filter");
        if (!param.isObject()) {
            throw param.wrong("a filter object");
        }
        if (!param.field("blockHash").isAbsent()) {
            throw param.field("blockHash").wrong("absent: a filter watches a range of blocks");
        }
        long latest = chain.latestNumber();
        long from = parser.fromBlock(param).orElse(latest);
        Param to = param.field("toBlock");
        boolean open = to.isAbsent() || to.isString() && !to.string().startsWith("0x");
        long toBlock = open ? Long.MAX_VALUE : to.longQuantity();
        if (from > toBlock) {
            throw JsonRpcException.invalidParams("invalid params: fromBlock is above toBlock");
        }
        return add(new Kind.Logs(parser.filter(param), from, toBlock),
                Math.max(from, latest + 1));
    }

    private JsonValue add(Kind kind, long cursor) {
        synchronized (filters) {
            removeIdle();
            if (filters.size() >= limits.filtersMax()) {
                throw new JsonRpcException(ErrorCode.LIMIT_EXCEEDED, "there are "
                        + filters.size() + " filters already; uninstall those not needed");
            }
            String id = ids.next();
            filters.put(id, new Filter(kind, cursor, clock.millis()));
            return JsonValue.of(id);
        }
    }

    private void removeIdle() {
        long since = clock.millis() - limits.filterIdle().toMillis();
        var oldestFirst = filters.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().usedAtMillis < since) {
            oldestFirst.remove();
        }
    }

    private Filter require(Call call) {
        String id = call.at(0, "filterId").string();
        synchronized (filters) {
            removeIdle();
            Filter filter = filters.remove(id);
            if (filter == null) {
                throw new JsonRpcException(ErrorCode.INVALID_INPUT, "filter not found");
            }
            filter.usedAtMillis = clock.millis();
            filters.put(id, filter); // behind all others
            return filter;
        }
    }

    private JsonValue uninstall(Call call) {
        String id = call.at(0, "filterId").string();
        synchronized (filters) {
            removeIdle();
            return JsonValue.of(filters.remove(id) != null);
        }
    }

    private JsonValue changes(Call call) {
        Filter filter = require(call);
        synchronized (filter) {
            return switch (filter.kind) {
                case Kind.Blocks() -> newBlocks(filter);
                case Kind.Pending() -> newPending(filter, call.at(0, "filterId").string());
                case Kind.Logs wanted -> newLogs(filter, wanted);
            };
        }
    }

    private JsonValue newBlocks(Filter filter) {
        List<JsonValue> hashes = new ArrayList<>();
        long end = Math.min(chain.latestNumber(), filter.cursor + queries.logBlocksMax() - 1);
        for (; filter.cursor <= end; filter.cursor++) {
            chain.block(filter.cursor).map(Block::hash).map(JsonValue::of).ifPresent(hashes::add);
        }
        return JsonValue.list(hashes);
    }

    private JsonValue newPending(Filter filter, String id) {
        Optional<List<Hash>> hashes = pending.since(filter.cursor);
        if (hashes.isEmpty()) {
            synchronized (filters) {
                filters.remove(id);
            }
            throw new JsonRpcException(ErrorCode.LIMIT_EXCEEDED,
                    "filter removed: more than " + limits.filterBacklogMax()
                            + " transactions since it was last asked for");
        }
        filter.cursor += hashes.get().size();
        return JsonValue.list(hashes.get().stream().map(JsonValue::of).toList());
    }

    private JsonValue newLogs(Filter filter, Kind.Logs wanted) {
        long latest = Math.min(chain.latestNumber(), wanted.toBlock);
        long end = Math.min(latest, filter.cursor + queries.logBlocksMax() - 1);
        if (filter.cursor > end) {
            return JsonValue.list(List.of());
        }
        LogSearch search = search(wanted.filter, filter.cursor, end, queries.logResultsMax());
        if (search instanceof LogSearch.Cut cut) {
            // The rest comes with the next poll; one block alone is never cut.
            end = Math.max(filter.cursor, cut.lastWholeBlock());
            search = search(wanted.filter, filter.cursor, end, LogQuery.RESULTS_OF_ANY_BLOCK);
        }
        filter.cursor = end + 1;
        return switch (search) {
            case LogSearch.Found(var entries) -> JsonValue.list(LogView.all(entries));
            case LogSearch.Cut _ -> throw new IllegalStateException(
                    "a search was cut where it had come to its end before");
        };
    }

    private LogSearch search(LogQuery.Filter filter, long from, long to, int resultsMax) {
        return chain.logs(new LogQuery(from, to, filter, resultsMax));
    }

    private JsonValue logs(Call call) {
        Filter filter = require(call);
        if (!(filter.kind instanceof Kind.Logs(LogQuery.Filter wanted, long from, long toBlock))) {
            throw new JsonRpcException(ErrorCode.INVALID_INPUT, "not a filter of logs");
        }
        long to = Math.min(chain.latestNumber(), toBlock);
        return from > to ? JsonValue.list(List.of())
                : logs.search(new LogFilterParser.Request(from, to, wanted));
    }

    @Override
    public void close() {
        admitted.close();
    }
}
