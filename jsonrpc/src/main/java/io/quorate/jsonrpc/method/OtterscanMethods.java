package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.CallKind;
import io.quorate.evm.trace.CallTracer;
import io.quorate.evm.trace.TraceBudget;
import io.quorate.evm.trace.TraceResult;
import io.quorate.evm.trace.TraceResult.CallFrame;
import io.quorate.evm.trace.Tracer;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.TransactionLocation;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.BlockView;
import io.quorate.jsonrpc.view.Pricing;
import io.quorate.jsonrpc.view.ReceiptView;
import io.quorate.ledger.Block;
import io.quorate.ledger.Receipt;
import io.quorate.state.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Blocks and traces as the explorer Otterscan asks for them: its API, level 8. */
final class OtterscanMethods {
    private static final int API_LEVEL = 8;
    private static final int PAGE_MAX = 1_000;
    private static final Map<CallKind, Integer> OPERATIONS = Map.of(CallKind.SELFDESTRUCT, 1,
            CallKind.CREATE, 2, CallKind.CREATE2, 3);

    private final ChainQueries chain;
    private final Blocks blocks;

    OtterscanMethods(ChainQueries chain, Blocks blocks) {
        this.chain = chain;
        this.blocks = blocks;
    }

    List<Method> all() {
        return List.of(
                Method.light("ots_getApiLevel", 0,
                        call -> out -> out.numberValue((long) API_LEVEL)),
                Method.light("erigon_getHeaderByNumber", 1,
                        call -> JsonValue.orNull(blocks.findByAnyNumber(call.at(0, "block"))
                                .map(choice -> BlockView
                                        .head(blocks.requireBlock(choice.stateNumber()))))),
                Method.light("ots_hasCode", 2, this::hasCode),
                Method.light("ots_getBlockDetails", 1, this::details),
                Method.light("ots_getBlockDetailsByHash", 1, this::details),
                Method.light("ots_getBlockTransactions", 3, this::transactions),
                Method.heavy("ots_getInternalOperations", 1, this::operations),
                Method.heavy("ots_getTransactionError", 1, this::error),
                Method.heavy("ots_traceTransaction", 1, this::trace));
    }

    private JsonValue hasCode(Call call) {
        Address address = call.at(0, "address").address();
        boolean has = blocks.requireState(call.at(1, "block")).account(address)
                .map(Account::codeHash).filter(hash -> !hash.equals(Hash.EMPTY)).isPresent();
        return out -> out.booleanValue(has);
    }

    private JsonValue details(Call call) {
        return JsonValue.orNull(blocks.findByAnyNumber(call.at(0, "block")).map(choice -> {
            Block block = blocks.requireBlock(choice.stateNumber());
            List<Receipt> receipts = blocks.requireReceipts(block.number());
            return out -> {
                out.startObject();
                out.value("block", BlockView.summary(block));
                out.name("issuance");
                out.startObject();
                out.quantity("blockReward", 0);
                out.quantity("uncleReward", 0);
                out.quantity("issuance", 0);
                out.endObject();
                out.quantity("totalFees", fees(block, receipts));
                out.endObject();
            };
        }));
    }

    private UInt256 fees(Block block, List<Receipt> receipts) {
        UInt256 fees = UInt256.ZERO;
        long before = 0;
        for (int i = 0; i < receipts.size(); i++) {
            long used = receipts.get(i).cumulativeGasUsed();
            fees = fees.plus(Pricing.effectiveGasPrice(chain.feeMode(),
                    block.transactions().get(i).transaction(), block.header().baseFeePerGas())
                    .times(UInt256.of(used - before)));
            before = used;
        }
        return fees;
    }

    /** Pages are counted from the end of the block; within one the order is the block's. */
    private JsonValue transactions(Call call) {
        Optional<Block> found = blocks.findByAnyNumber(call.at(0, "block"))
                .map(choice -> blocks.requireBlock(choice.stateNumber()));
        long page = call.at(1, "pageNumber").longQuantityOrDecimal();
        int size = pageSize(call.at(2, "pageSize"));
        return JsonValue.orNull(found.map(block -> page(block, page, size)));
    }

    private JsonValue page(Block block, long page, int size) {
        int count = block.transactions().size();
        int end = page > count / size ? 0 : count - (int) page * size;
        int first = Math.max(0, end - size);
        List<ReceiptView> receipts = ReceiptView.all(chain.feeMode(),
                chain.blobBaseFee(block.header()), block, blocks.requireReceipts(block.number()));
        return out -> {
            out.startObject();
            out.value("fullblock", BlockView.page(chain.feeMode(), block, first, end));
            out.values("receipts", receipts.subList(first, end).stream()
                    .map(ReceiptView::withoutLogs).toList());
            out.endObject();
        };
    }

    static int pageSize(Param param) {
        long size = param.longQuantityOrDecimal();
        if (size < 1 || size > PAGE_MAX) {
            throw param.wrong("from 1 to " + PAGE_MAX);
        }
        return (int) size;
    }

    /** Null for a transaction that is not in a block. */
    private JsonValue operations(Call call) {
        return JsonValue.orNull(chain.locate(call.at(0, "transactionHash").hash()).map(at -> {
            List<JsonValue> found = new ArrayList<>();
            operations(traced(at), 0, found);
            return JsonValue.list(found);
        }));
    }

    /** What moved value below the outermost call, and was not undone with a call around it. */
    private static void operations(CallFrame frame, int depth, List<JsonValue> found) {
        if (!frame.error().isEmpty()) {
            return;
        }
        UInt256 value = frame.value().orElse(UInt256.ZERO);
        boolean moves = frame.kind() == CallKind.CALL && !value.isZero();
        if (depth > 0 && (moves || OPERATIONS.containsKey(frame.kind()))) {
            found.add(out -> {
                out.startObject();
                out.number("type", OPERATIONS.getOrDefault(frame.kind(), 0));
                out.address("from", frame.from());
                frame.to().ifPresent(to -> out.address("to", to));
                out.quantity("value", value);
                out.endObject();
            });
        }
        frame.calls().forEach(inner -> operations(inner, depth + 1, found));
    }

    /** What the transaction reverted with; nothing where it did not. */
    private JsonValue error(Call call) {
        return JsonValue.orNull(chain.locate(call.at(0, "transactionHash").hash()).map(at -> {
            CallFrame top = traced(at);
            return JsonValue.of(top.error().isEmpty() ? Bytes.EMPTY : top.output());
        }));
    }

    private JsonValue trace(Call call) {
        return JsonValue.orNull(chain.locate(call.at(0, "transactionHash").hash()).map(at -> {
            List<JsonValue> rows = new ArrayList<>();
            rows(traced(at), 0, rows);
            return JsonValue.list(rows);
        }));
    }

    private static void rows(CallFrame frame, int depth, List<JsonValue> rows) {
        rows.add(out -> {
            out.startObject();
            out.string("type", frame.kind().name());
            out.number("depth", depth);
            out.address("from", frame.from());
            frame.to().ifPresentOrElse(to -> out.address("to", to), () -> out.nullField("to"));
            frame.value().ifPresentOrElse(value -> out.quantity("value", value),
                    () -> out.nullField("value"));
            out.data("input", frame.input());
            out.data("output", frame.output());
            out.endObject();
        });
        frame.calls().forEach(inner -> rows(inner, depth + 1, rows));
    }

    private CallFrame traced(TransactionLocation at) {
        return traced(chain, at);
    }

    /** The calls of a transaction, which is run again. */
    static CallFrame traced(ChainQueries chain, TransactionLocation at) {
        CallTracer tracer = new CallTracer(CallTracer.Options.DEFAULT,
                new TraceBudget(TraceMethods.TRACE_BYTES_MAX));
        if (!chain.replay(at.blockNumber(), at.index(),
                index -> index == at.index() ? tracer : Tracer.NONE)) {
            throw Blocks.pruned(chain, "state before block", at.blockNumber());
        }
        return switch (tracer.result()) {
            case CallFrame top -> top;
            case TraceResult.TooLarge(long bytesMax) -> throw new JsonRpcException(
                    ErrorCode.LIMIT_EXCEEDED, "the trace is larger than " + bytesMax + " bytes");
            case TraceResult other -> throw new IllegalStateException("no calls: " + other);
        };
    }
}
