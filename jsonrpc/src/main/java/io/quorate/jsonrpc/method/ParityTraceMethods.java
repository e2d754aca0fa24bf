package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.trace.FlatCallTracer;
import io.quorate.evm.trace.TraceBudget;
import io.quorate.evm.trace.TraceResult;
import io.quorate.evm.trace.TraceResult.FlatTrace;
import io.quorate.evm.trace.Tracer;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.TransactionLocation;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.FlatTraceView;
import io.quorate.jsonrpc.view.TracePlace;
import io.quorate.ledger.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Parity's {@code trace_} methods for what indexers ask: the calls of transactions in a row. There are no traces of
 * rewards.
 */
final class ParityTraceMethods {
    private static final long TRACE_BYTES_MAX = TraceMethods.TRACE_BYTES_MAX;
    private static final long BLOCKS_MAX = 1_000;
    private static final int TRACES_MAX = 10_000;
    private static final Set<String> FILTER_FIELDS = Set.of("fromBlock", "toBlock", "fromAddress",
            "toAddress", "after", "count");

    private final ChainQueries chain;
    private final Blocks blocks;

    ParityTraceMethods(ChainQueries chain, Blocks blocks) {
        this.chain = chain;
        this.blocks = blocks;
    }

    List<Method> all() {
        return List.of(Method.heavy("trace_transaction", 1, this::transaction),
                Method.heavy("trace_get", 2, this::get),
                Method.heavy("trace_block", 1, this::block),
                Method.heavy("trace_filter", 1, this::filter));
    }

    private JsonValue transaction(Call call) {
        return chain.locate(call.at(0, "transactionHash").hash())
                .map(at -> JsonValue.list(tracesOf(at))).orElse(JsonValue.NULL);
    }

    /** The one whose {@code traceAddress} is given. */
    private JsonValue get(Call call) {
        Hash hash = call.at(0, "transactionHash").hash();
        List<Integer> wanted = call.at(1, "traceAddress").list().stream().map(Param::index)
                .toList();
        return JsonValue.orNull(chain.locate(hash).map(this::tracesOf).orElse(List.of()).stream()
                .filter(view -> view.trace().traceAddress().equals(wanted)).findFirst());
    }

    private List<FlatTraceView> tracesOf(TransactionLocation at) {
        Block block = blocks.requireBlock(at.blockNumber());
        FlatCallTracer tracer = tracer(new TraceBudget(TRACE_BYTES_MAX));
        replay(at.blockNumber(), at.index(),
                index -> index == at.index() ? tracer : Tracer.NONE);
        return views(block, at.index(), tracer);
    }

    private JsonValue block(Call call) {
        long number = blocks.require(call.at(0, "block")).stateNumber();
        return JsonValue.list(traces(number, new TraceBudget(TRACE_BYTES_MAX)));
    }

    private List<FlatTraceView> traces(long number, TraceBudget budget) {
        Block block = blocks.requireBlock(number);
        List<FlatCallTracer> tracers = new ArrayList<>();
        block.transactions().forEach(transaction -> tracers.add(tracer(budget)));
        if (tracers.isEmpty()) {
            return List.of();
        }
        replay(number, tracers.size() - 1, tracers::get);
        List<FlatTraceView> views = new ArrayList<>();
        for (int i = 0; i < tracers.size(); i++) {
            views.addAll(views(block, i, tracers.get(i)));
        }
        return views;
    }

    private static FlatCallTracer tracer(TraceBudget budget) {
        return new FlatCallTracer(FlatCallTracer.Options.PARITY, budget);
    }

    private void replay(long number, int last, IntFunction<Tracer> tracers) {
        if (!chain.replay(number, last, tracers)) {
            throw Blocks.pruned(chain, "state before block", number);
        }
    }

    private static List<FlatTraceView> views(Block block, int index, FlatCallTracer tracer) {
        TracePlace place = new TracePlace(Optional.of(block.hash()), block.number(),
                Optional.of(block.transactions().get(index).hash()), index);
        return switch (tracer.result()) {
            case TraceResult.FlatTraces(var traces) ->
                    traces.stream().map(trace -> new FlatTraceView(trace, place)).toList();
            case TraceResult.TooLarge(long bytesMax) -> throw new JsonRpcException(
                    ErrorCode.LIMIT_EXCEEDED, "the trace is larger than " + bytesMax + " bytes");
            case TraceResult other -> throw new IllegalStateException("no flat traces: " + other);
        };
    }

    private JsonValue filter(Call call) {
        Param filter = call.at(0, "filter");
        filter.requireOnly(FILTER_FIELDS);
        long from = blocks.require(filter.field("fromBlock")).stateNumber();
        long to = blocks.require(filter.field("toBlock")).stateNumber();
        if (from > to) {
            throw filter.wrong("a filter whose fromBlock is not after toBlock");
        }
        if (to - from >= BLOCKS_MAX) {
            throw new JsonRpcException(ErrorCode.LIMIT_EXCEEDED, "range of " + (to - from + 1)
                    + " blocks, at most " + BLOCKS_MAX + " are traced at once");
        }
        Predicate<FlatTrace> wanted = wanted(filter);
        long after = filter.field("after").optional(Param::longQuantityOrDecimal).orElse(0L);
        long count = filter.field("count").optional(Param::longQuantityOrDecimal)
                .orElse(Long.MAX_VALUE);
        TraceBudget budget = new TraceBudget(TRACE_BYTES_MAX);
        List<FlatTraceView> found = new ArrayList<>();
        long seen = 0;
        for (long number = from; number <= to && found.size() < count; number++) {
            for (FlatTraceView view : traces(number, budget)) {
                if (wanted.test(view.trace()) && seen++ >= after && found.size() < count) {
                    found.add(view);
                }
            }
            if (found.size() > TRACES_MAX) {
                throw new JsonRpcException(ErrorCode.LIMIT_EXCEEDED, "more than " + TRACES_MAX
                        + " traces up to block " + number + "; ask with after and count");
            }
        }
        return JsonValue.list(found);
    }

    private static Predicate<FlatTrace> wanted(Param filter) {
        Set<Address> from = addresses(filter.field("fromAddress"));
        Set<Address> to = addresses(filter.field("toAddress"));
        return trace -> (from.isEmpty() || from.contains(trace.frame().from()))
                && (to.isEmpty() || trace.frame().to().map(to::contains).orElse(false));
    }

    private static Set<Address> addresses(Param param) {
        return Set.copyOf(param.optional(Param::list).orElse(List.of()).stream()
                .map(Param::address).toList());
    }
}
