package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.trace.ResultTracer;
import io.quorate.evm.trace.TraceBudget;
import io.quorate.evm.trace.Tracer;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.Overrides;
import io.quorate.jsonrpc.TransactionLocation;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.TracePlace;
import io.quorate.jsonrpc.view.TraceView;
import io.quorate.ledger.Block;
import io.quorate.ledger.RecoveredTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Transactions, blocks and calls that are run again under a tracer (execution-apis, debug). */
final class TraceMethods {
    /** What the tracers of one request may keep; several times what the answer may have. */
    static final long TRACE_BYTES_MAX = Math.min(128L << 20,
            Runtime.getRuntime().maxMemory() / 8);

    private final ChainQueries chain;
    private final Blocks blocks;
    private final CallParser parser;
    private final long callGasCap;

    TraceMethods(ChainQueries chain, Blocks blocks, CallParser parser, long callGasCap) {
        this.chain = chain;
        this.blocks = blocks;
        this.parser = parser;
        this.callGasCap = callGasCap;
    }

    List<Method> all() {
        return List.of(Method.heavy("debug_traceTransaction", 2, this::transaction),
                Method.heavy("debug_traceBlockByNumber", 2, this::block),
                Method.heavy("debug_traceBlockByHash", 2, this::block),
                Method.heavy("debug_traceCall", 3, this::call));
    }

    private JsonValue transaction(Call call) {
        Hash hash = call.at(0, "transactionHash").hash();
        TransactionLocation at = chain.locate(hash).orElseThrow(
                () -> new JsonRpcException(ErrorCode.INVALID_INPUT, "transaction not found"));
        ResultTracer tracer = TracerParser.parse(call.at(1, "config"))
                .apply(new TraceBudget(TRACE_BYTES_MAX));
        replay(at.blockNumber(), at.index(),
                index -> index == at.index() ? tracer : Tracer.NONE);
        return TraceView.of(tracer.result(),
                place(blocks.requireBlock(at.blockNumber()), at.index()));
    }

    private JsonValue block(Call call) {
        Param param = call.at(0, "block");
        long number = blocks.find(param).orElseThrow(() -> new JsonRpcException(
                ErrorCode.INVALID_INPUT, "block " + param.string() + " not found"))
                .stateNumber();
        if (number == 0) {
            throw new JsonRpcException(ErrorCode.INVALID_INPUT, "genesis is not traceable");
        }
        Function<TraceBudget, ResultTracer> maker = TracerParser.parse(call.at(1, "config"));
        TraceBudget budget = new TraceBudget(TRACE_BYTES_MAX);
        Block block = blocks.requireBlock(number);
        List<ResultTracer> tracers = new ArrayList<>();
        block.transactions().forEach(transaction -> tracers.add(maker.apply(budget)));
        replay(number, tracers.size() - 1, tracers::get);
        List<JsonValue> traces = new ArrayList<>();
        for (int i = 0; i < tracers.size(); i++) {
            traces.add(entry(block.transactions().get(i),
                    TraceView.of(tracers.get(i).result(), place(block, i))));
        }
        return JsonValue.list(traces);
    }

    private static JsonValue entry(RecoveredTransaction transaction, JsonValue result) {
        return out -> {
            out.startObject();
            out.hash("txHash", transaction.hash());
            out.value("result", result);
            out.endObject();
        };
    }

    private void replay(long number, int last, IntFunction<Tracer> tracers) {
        if (!chain.replay(number, last, tracers)) {
            throw Blocks.pruned(chain, "state before block", number);
        }
    }

    private JsonValue call(Call call) {
        CallRequest request = parser.parse(call.at(0, "transaction"));
        Param config = call.at(2, "config");
        Blocks.Choice choice = blocks.require(call.at(1, "block"));
        ResultTracer tracer = TracerParser.parse(config).apply(new TraceBudget(TRACE_BYTES_MAX));
        CallResult result = chain
                .traceCall(request, choice.stateNumber(), overrides(config, choice), callGasCap,
                        tracer)
                .orElseThrow(() -> new JsonRpcException(ErrorCode.METHOD_NOT_SUPPORTED,
                        "this node does not trace calls"));
        if (result instanceof CallResult.Rejected rejected) {
            throw CallMethods.failure(rejected);
        }
        return TraceView.of(tracer.result(), new TracePlace(Optional.empty(),
                choice.stateNumber(), Optional.empty(), 0));
    }

    private static Overrides overrides(Param config, Blocks.Choice choice) {
        Overrides.OfBlock block = config.isAbsent() ? Overrides.OfBlock.NONE
                : OverridesParser.block(config.field("blockOverrides"));
        if (choice instanceof Blocks.Choice.Pending(long latest) && block.number().isEmpty()) {
            block = block.withNumber(latest + 1);
        }
        return config.isAbsent() ? new Overrides(Map.of(), block)
                : new Overrides(OverridesParser.accounts(config.field("stateOverrides")), block);
    }

    private static TracePlace place(Block block, int index) {
        return new TracePlace(Optional.of(block.hash()), block.number(),
                Optional.of(block.transactions().get(index).hash()), index);
    }
}
