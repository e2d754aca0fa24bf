package io.quorate.jsonrpc.view;

import io.quorate.evm.Opcode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.StructLog;
import io.quorate.evm.trace.TraceResult;
import io.quorate.evm.trace.TraceResult.AccountState;
import io.quorate.evm.trace.TraceResult.CallFrame;
import io.quorate.evm.trace.TraceResult.CallLog;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;

/** What a tracer found, in the form that geth's {@code debug_trace} methods answer. */
public final class TraceView implements JsonValue {
    private static final int WORD = 32;

    private final TraceResult result;
    private final TracePlace place;

    private TraceView(TraceResult result, TracePlace place) {
        this.result = result;
        this.place = place;
    }

    /** Ends with -32005 where the trace was given up for its size. */
    public static TraceView of(TraceResult result, TracePlace place) {
        if (result instanceof TraceResult.TooLarge(long bytesMax)) {
            throw new JsonRpcException(ErrorCode.LIMIT_EXCEEDED, "the trace is larger than "
                    + bytesMax + " bytes: disable parts of it, set a limit, or use another tracer");
        }
        if (result instanceof TraceResult.Several(var byName)) {
            byName.values().forEach(part -> of(part, place));
        }
        return new TraceView(result, place);
    }

    @Override
    public void writeTo(JsonOut out) {
        switch (result) {
            case TraceResult.Nothing nothing -> {
                out.startObject();
                out.endObject();
            }
            case TraceResult.StructLogs logs -> write(out, logs);
            case CallFrame frame -> write(out, frame);
            case TraceResult.Prestate(var accounts) -> write(out, accounts);
            case TraceResult.StateDiff(var pre, var post) -> {
                out.startObject();
                out.name("post");
                write(out, post);
                out.name("pre");
                write(out, pre);
                out.endObject();
            }
            case TraceResult.SelectorCounts(var counts) -> {
                out.startObject();
                counts.forEach(out::number);
                out.endObject();
            }
            case TraceResult.FlatTraces(var traces) -> {
                out.startArray();
                traces.forEach(trace -> new FlatTraceView(trace, place).writeTo(out));
                out.endArray();
            }
            case TraceResult.Several(var byName) -> {
                out.startObject();
                byName.forEach((name, part) -> out.value(name, new TraceView(part, place)));
                out.endObject();
            }
            case TraceResult.VmTrace vmTrace -> throw new IllegalStateException(
                    "geth's methods have no such trace");
            case TraceResult.TooLarge tooLarge ->
                    throw new IllegalStateException("refused before");
        }
    }

    private static void write(JsonOut out, TraceResult.StructLogs logs) {
        out.startObject();
        out.number("gas", logs.gasUsed());
        out.bool("failed", logs.failed());
        out.data("returnValue", logs.returnValue());
        out.name("structLogs");
        out.startArray();
        logs.steps().forEach(step -> write(out, step));
        out.endArray();
        out.endObject();
    }

    private static void write(JsonOut out, StructLog log) {
        out.startObject();
        out.number("pc", log.programCounter());
        out.string("op", Opcode.nameOf(log.opcode()));
        out.number("gas", log.gas());
        out.number("gasCost", log.gasCost());
        out.number("depth", log.depth());
        if (!log.error().isEmpty()) {
            out.string("error", log.error());
        }
        log.stack().ifPresent(stack -> {
            out.name("stack");
            out.startArray();
            stack.forEach(out::quantityValue);
            out.endArray();
        });
        log.returnData().filter(data -> !data.isEmpty())
                .ifPresent(data -> out.data("returnData", data));
        log.memory().filter(memory -> !memory.isEmpty()).ifPresent(memory -> words(out, memory));
        log.storage().ifPresent(storage -> storage(out, storage));
        if (log.refund() != 0) {
            out.number("refund", log.refund());
        }
        out.endObject();
    }

    private static void words(JsonOut out, Bytes memory) {
        out.name("memory");
        out.startArray();
        for (int i = 0; i < memory.size(); i += WORD) {
            out.dataValue(memory.slice(i, WORD));
        }
        out.endArray();
    }

    private static void storage(JsonOut out, SortedMap<UInt256, UInt256> storage) {
        out.name("storage");
        out.startObject();
        storage.forEach((slot, value) -> out.string(slot.toBytes().toHexString(),
                value.toBytes().toHexString()));
        out.endObject();
    }

    private static void write(JsonOut out, CallFrame frame) {
        out.startObject();
        out.address("from", frame.from());
        out.quantity("gas", frame.gas());
        out.quantity("gasUsed", frame.gasUsed());
        frame.to().ifPresent(to -> out.address("to", to));
        out.data("input", frame.input());
        if (!frame.output().isEmpty()) {
            out.data("output", frame.output());
        }
        if (!frame.error().isEmpty()) {
            out.string("error", frame.error());
            revertReason(frame).ifPresent(reason -> out.string("revertReason", reason));
        }
        if (!frame.calls().isEmpty()) {
            out.name("calls");
            out.startArray();
            frame.calls().forEach(call -> write(out, call));
            out.endArray();
        }
        if (!frame.logs().isEmpty()) {
            out.name("logs");
            out.startArray();
            frame.logs().forEach(log -> write(out, log));
            out.endArray();
        }
        frame.value().ifPresent(value -> out.quantity("value", value));
        out.string("type", frame.kind().name());
        out.endObject();
    }

    private static Optional<String> revertReason(CallFrame frame) {
        return RevertReason.decode(frame.output());
    }

    private static void write(JsonOut out, CallLog log) {
        out.startObject();
        out.address("address", log.address());
        out.hashes("topics", log.topics());
        out.data("data", log.data());
        out.quantity("position", log.position());
        out.endObject();
    }

    private static void write(JsonOut out, SortedMap<Address, AccountState> accounts) {
        out.startObject();
        accounts.forEach((address, account) -> {
            out.name(address.toString());
            out.startObject();
            account.balance().ifPresent(balance -> out.quantity("balance", balance));
            if (!account.code().isEmpty()) {
                out.data("code", account.code());
            }
            if (account.nonce() != 0) {
                out.number("nonce", account.nonce());
            }
            if (!account.storage().isEmpty()) {
                storage(out, account.storage());
            }
            out.endObject();
        });
        out.endObject();
    }
}
