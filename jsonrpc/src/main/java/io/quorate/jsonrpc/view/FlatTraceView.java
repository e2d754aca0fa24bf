package io.quorate.jsonrpc.view;

import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.TraceResult.CallFrame;
import io.quorate.evm.trace.TraceResult.FlatTrace;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** One frame in Parity's form, as {@code trace_transaction} and {@code flatCallTracer} answer it. */
public record FlatTraceView(FlatTrace trace, TracePlace place) implements JsonValue {
    private static final String REVERTED = "execution reverted";

    /** Without its place, as within a replayed transaction. */
    static JsonValue bare(FlatTrace trace) {
        return out -> write(out, trace, Optional.empty());
    }

    @Override
    public void writeTo(JsonOut out) {
        write(out, trace, Optional.of(place));
    }

    private static void write(JsonOut out, FlatTrace trace, Optional<TracePlace> at) {
        CallFrame frame = trace.frame();
        out.startObject();
        out.name("action");
        out.startObject();
        switch (frame.kind()) {
            case CALL, CALLCODE, DELEGATECALL, STATICCALL -> writeCall(out, frame);
            case CREATE, CREATE2 -> writeCreation(out, frame);
            case SELFDESTRUCT -> writeSelfDestruct(out, frame);
        }
        out.endObject();
        at.ifPresent(place -> {
            place.blockHash().ifPresentOrElse(hash -> out.hash("blockHash", hash),
                    () -> out.nullField("blockHash"));
            out.number("blockNumber", place.blockNumber());
        });
        if (!frame.error().isEmpty()) {
            out.string("error", trace.error());
        }
        writeResult(out, frame);
        out.number("subtraces", trace.subtraces());
        out.name("traceAddress");
        out.startArray();
        trace.traceAddress().forEach(index -> out.numberValue((long) index));
        out.endArray();
        at.ifPresent(place -> {
            place.transactionHash().ifPresentOrElse(hash -> out.hash("transactionHash", hash),
                    () -> out.nullField("transactionHash"));
            out.number("transactionPosition", place.transactionIndex());
        });
        out.string("type", type(frame));
        out.endObject();
    }

    private static String type(CallFrame frame) {
        return switch (frame.kind()) {
            case CREATE, CREATE2 -> "create";
            case SELFDESTRUCT -> "suicide";
            case CALL, CALLCODE, DELEGATECALL, STATICCALL -> "call";
        };
    }

    private static void writeCall(JsonOut out, CallFrame frame) {
        out.string("callType", frame.kind().name().toLowerCase(Locale.ROOT));
        out.address("from", frame.from());
        out.quantity("gas", frame.gas());
        out.data("input", frame.input());
        frame.to().ifPresent(to -> out.address("to", to));
        out.quantity("value", frame.value().orElse(UInt256.ZERO));
    }

    private static void writeCreation(JsonOut out, CallFrame frame) {
        out.string("creationMethod", frame.kind().name().toLowerCase(Locale.ROOT));
        out.address("from", frame.from());
        out.quantity("gas", frame.gas());
        out.data("init", frame.input());
        out.quantity("value", frame.value().orElse(UInt256.ZERO));
    }

    private static void writeSelfDestruct(JsonOut out, CallFrame frame) {
        out.address("address", frame.from());
        out.quantity("balance", frame.value().orElse(UInt256.ZERO));
        frame.to().ifPresent(to -> out.address("refundAddress", to));
    }

    /** A revert has a result, for its reason; another failure has none. */
    private static void writeResult(JsonOut out, CallFrame frame) {
        boolean failed = !frame.error().isEmpty() && !frame.error().equals(REVERTED);
        if (failed || type(frame).equals("suicide")) {
            return;
        }
        out.name("result");
        out.startObject();
        if (frame.kind().isCreation()) {
            frame.to().ifPresent(to -> out.address("address", to));
            out.data("code", frame.output());
            out.quantity("gasUsed", frame.gasUsed());
        } else {
            out.quantity("gasUsed", frame.gasUsed());
            out.data("output", frame.output());
        }
        out.endObject();
    }
}
