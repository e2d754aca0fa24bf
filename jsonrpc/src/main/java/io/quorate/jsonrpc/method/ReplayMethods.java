package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.trace.FlatCallTracer;
import io.quorate.evm.trace.MuxTracer;
import io.quorate.evm.trace.PrestateTracer;
import io.quorate.evm.trace.ResultTracer;
import io.quorate.evm.trace.TraceBudget;
import io.quorate.evm.trace.TraceResult;
import io.quorate.evm.trace.Tracer;
import io.quorate.evm.trace.VmTracer;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.ReplayView;
import io.quorate.ledger.Block;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.tuweni.bytes.Bytes;

/** Parity's {@code trace_} methods that run something and tell of calls, of the state and of the machine. */
final class ReplayMethods {
    private static final long TRACE_BYTES_MAX = TraceMethods.TRACE_BYTES_MAX;
    private static final int CALLS_MAX = 100;

    private final ChainQueries chain;
    private final Blocks blocks;
    private final CallParser parser;
    private final long callGasCap;

    ReplayMethods(ChainQueries chain, Blocks blocks, CallParser parser, long callGasCap) {
        this.chain = chain;
        this.blocks = blocks;
        this.parser = parser;
        this.callGasCap = callGasCap;
    }

    List<Method> all() {
        return List.of(Method.heavy("trace_call", 3, this::call),
                Method.heavy("trace_callMany", 2, this::callMany),
                Method.heavy("trace_rawTransaction", 2, this::rawTransaction),
                Method.heavy("trace_replayTransaction", 2, this::transaction),
                Method.heavy("trace_replayBlockTransactions", 2, this::block));
    }

    /** What is asked for. */
    private enum Kind {
        TRACE, VM_TRACE, STATE_DIFF;

        static Set<Kind> parse(Param types) {
            Set<Kind> kinds = EnumSet.noneOf(Kind.class);
            for (Param type : types.list()) {
                kinds.add(switch (type.string()) {
                    case "trace" -> TRACE;
                    case "vmTrace" -> VM_TRACE;
                    case "stateDiff" -> STATE_DIFF;
                    default -> throw type.wrong("one of trace, vmTrace, stateDiff");
                });
            }
            return kinds;
        }
    }

    /** The tracers of one run by their kinds; that of calls is always there, for the output. */
    private record Watch(Set<Kind> kinds, MuxTracer tracer) {
        static Watch of(Set<Kind> kinds, TraceBudget budget) {
            Map<String, ResultTracer> tracers = new LinkedHashMap<>();
            tracers.put(Kind.TRACE.name(),
                    new FlatCallTracer(FlatCallTracer.Options.PARITY, budget));
            if (kinds.contains(Kind.VM_TRACE)) {
                tracers.put(Kind.VM_TRACE.name(), new VmTracer(budget));
            }
            if (kinds.contains(Kind.STATE_DIFF)) {
                tracers.put(Kind.STATE_DIFF.name(), new PrestateTracer(
                        new PrestateTracer.Options(true, true, true, false), budget));
            }
            return new Watch(kinds, new MuxTracer(tracers));
        }

        ReplayView view(Optional<Hash> transactionHash) {
            List<TraceResult.FlatTrace> calls = List.of();
            Optional<TraceResult.VmTrace> machine = Optional.empty();
            Optional<TraceResult.StateDiff> diff = Optional.empty();
            for (TraceResult result : ((TraceResult.Several) tracer.result()).byName()
                    .values()) {
                switch (result) {
                    case TraceResult.FlatTraces(var traces) -> calls = traces;
                    case TraceResult.VmTrace vmTrace -> machine = Optional.of(vmTrace);
                    case TraceResult.StateDiff stateDiff -> diff = Optional.of(stateDiff);
                    case TraceResult.TooLarge(long bytesMax) -> throw new JsonRpcException(
                            ErrorCode.LIMIT_EXCEEDED, "the traces are larger than " + bytesMax
                                    + " bytes: ask for less at once, or without vmTrace");
                    case TraceResult other -> throw new IllegalStateException(
                            "not asked for: " + other);
                }
            }
            Bytes output = calls.isEmpty() ? Bytes.EMPTY : calls.getFirst().frame().output();
            return new ReplayView(output,
                    kinds.contains(Kind.TRACE) ? Optional.of(calls) : Optional.empty(), machine,
                    diff, transactionHash);
        }
    }

    private JsonValue transaction(Call call) {
        Hash hash = call.at(0, "transactionHash").hash();
        Set<Kind> kinds = Kind.parse(call.at(1, "traceTypes"));
        return JsonValue.orNull(chain.locate(hash).map(at -> {
            Watch watch = Watch.of(kinds, new TraceBudget(TRACE_BYTES_MAX));
            replay(at.blockNumber(), at.index(),
                    index -> index == at.index() ? watch.tracer : Tracer.NONE);
            return watch.view(Optional.of(hash));
        }));
    }

    private JsonValue block(Call call) {
        Block block = blocks
                .requireBlock(blocks.require(call.at(0, "block")).stateNumber());
        Set<Kind> kinds = Kind.parse(call.at(1, "traceTypes"));
        TraceBudget budget = new TraceBudget(TRACE_BYTES_MAX);
        List<RecoveredTransaction> transactions = block.transactions();
        List<Watch> watches = transactions.stream().map(each -> Watch.of(kinds, budget)).toList();
        if (watches.isEmpty()) {
            return JsonValue.list(List.of());
        }
        replay(block.number(), watches.size() - 1, index -> watches.get(index).tracer);
        List<ReplayView> views = new ArrayList<>();
        for (int i = 0; i < watches.size(); i++) {
            views.add(watches.get(i).view(Optional.of(transactions.get(i).hash())));
        }
        return JsonValue.list(views);
    }

    private void replay(long number, int last, IntFunction<Tracer> tracers) {
        if (!chain.replay(number, last, tracers)) {
            throw Blocks.pruned(chain, "state before block", number);
        }
    }

    private JsonValue call(Call call) {
        CallRequest request = parser.parse(call.at(0, "transaction"));
        Set<Kind> kinds = Kind.parse(call.at(1, "traceTypes"));
        return run(List.of(request), List.of(kinds), call.at(2, "block")).getFirst();
    }

    /** {@code [[transaction, types], …]}, each on the state that the ones before left. */
    private JsonValue callMany(Call call) {
        Param param = call.at(0, "calls");
        List<Param> list = param.list();
        if (list.size() > CALLS_MAX) {
            throw param.wrong("at most " + CALLS_MAX + " calls");
        }
        List<CallRequest> requests = new ArrayList<>();
        List<Set<Kind>> kinds = new ArrayList<>();
        for (Param pair : list) {
            List<Param> parts = pair.list();
            if (parts.size() != 2) {
                throw pair.wrong("a transaction and a list of trace types");
            }
            requests.add(parser.parse(parts.get(0)));
            kinds.add(Kind.parse(parts.get(1)));
        }
        return JsonValue.list(run(requests, kinds, call.at(1, "block")));
    }

    /** As if it came next; nonce and fees are not looked at. */
    private JsonValue rawTransaction(Call call) {
        RecoveredTransaction transaction;
        try {
            transaction = TransactionCodec.recover(call.at(0, "transaction").data());
        } catch (DecodeException e) {
            throw new JsonRpcException(ErrorCode.INVALID_INPUT,
                    "invalid transaction: " + e.getMessage());
        }
        Set<Kind> kinds = Kind.parse(call.at(1, "traceTypes"));
        return run(List.of(request(transaction)), List.of(kinds), call.at(2, "block"))
                .getFirst();
    }

    private static CallRequest request(RecoveredTransaction recovered) {
        Transaction t = recovered.transaction();
        return new CallRequest(Optional.of(recovered.sender()), t.to(), Optional.of(t.nonce()),
                Optional.of(t.gasLimit()), Optional.empty(), t.value(), t.data(), t.accessList(),
                t.authorizationList(), Optional.<UInt256>empty(), t.blobVersionedHashes());
    }

    private List<ReplayView> run(List<CallRequest> requests, List<Set<Kind>> kinds, Param block) {
        long number = blocks.require(block).stateNumber();
        TraceBudget budget = new TraceBudget(TRACE_BYTES_MAX);
        List<Watch> watches = kinds.stream().map(each -> Watch.of(each, budget)).toList();
        List<CallResult> results = chain.traceCalls(requests, number, callGasCap,
                watches.stream().<Tracer>map(Watch::tracer).toList())
                .orElseThrow(() -> new JsonRpcException(ErrorCode.METHOD_NOT_SUPPORTED,
                        "this node does not trace calls"));
        List<ReplayView> views = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof CallResult.Rejected rejected) {
                throw CallMethods.failure(rejected);
            }
            views.add(watches.get(i).view(Optional.empty()));
        }
        return views;
    }
}
