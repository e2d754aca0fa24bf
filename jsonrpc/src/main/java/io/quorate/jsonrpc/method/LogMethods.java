package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.LogQuery;
import io.quorate.jsonrpc.LogSearch;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Quantity;
import io.quorate.jsonrpc.view.LogView;
import java.util.List;

/** {@code eth_getLogs}, within hard limits; a refusal names a range that would do. */
public final class LogMethods {
    private final ChainQueries chain;
    private final LogFilterParser parser;
    private final JsonRpcConfig.Queries limits;

    public LogMethods(ChainQueries chain, LogFilterParser parser, JsonRpcConfig.Queries limits) {
        this.chain = chain;
        this.parser = parser;
        this.limits = limits;
    }

    List<Method> all() {
        return List.of(Method.heavy("eth_getLogs", 1,
                call -> search(parser.parse(call.at(0, "filter")))));
    }

    /** All events that a filter matches now. */
    public JsonValue search(LogFilterParser.Request request) {
        long from = request.fromBlock();
        long to = request.toBlock();
        if (from < chain.earliestBlockNumber()) {
            throw Blocks.pruned(chain, "logs of block", from);
        }
        if (to - from >= limits.logBlocksMax()) {
            throw tooMuch("a range of " + (to - from + 1) + " blocks, at most "
                    + limits.logBlocksMax() + " are allowed", from,
                    from + limits.logBlocksMax() - 1);
        }
        return switch (chain
                .logs(new LogQuery(from, to, request.filter(), limits.logResultsMax()))) {
            case LogSearch.Found(var entries) -> JsonValue.list(LogView.all(entries));
            case LogSearch.TooMany(long lastWholeBlock) -> throw tooMuch(
                    "query returns more than " + limits.logResultsMax() + " results", from,
                    Math.max(from, lastWholeBlock));
        };
    }

    private static JsonRpcException tooMuch(String what, long from, long to) {
        return new JsonRpcException(ErrorCode.LIMIT_EXCEEDED,
                what + "; this block range should work: [" + Quantity.of(from) + ", "
                        + Quantity.of(to) + "]");
    }
}
