package io.quorate.jsonrpc.view;

import io.quorate.evm.HaltReason;
import io.quorate.execution.SimulationOutcome.CallOutcome;
import io.quorate.execution.SimulationOutcome.IndexedLog;
import io.quorate.execution.SimulationOutcome.SimulatedBlock;
import io.quorate.execution.TransactionOutcome;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.jsonrpc.LogEntry;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.ledger.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.tuweni.bytes.Bytes;

/** Simulated blocks: block objects, each with what its calls did. */
public final class SimulationView {
    private SimulationView() {}

    public static JsonValue of(FeeMode feeMode, List<SimulatedBlock> blocks,
            BlockView.Detail detail) {
        return JsonValue.list(blocks.stream().map(block -> BlockView.of(feeMode, block.block(),
                detail, out -> out.values("calls", calls(block)))).toList());
    }

    private static List<JsonValue> calls(SimulatedBlock simulated) {
        List<JsonValue> calls = new ArrayList<>();
        for (int i = 0; i < simulated.calls().size(); i++) {
            CallOutcome call = simulated.calls().get(i);
            List<LogView> logs = new ArrayList<>();
            for (IndexedLog log : call.logs()) {
                Block block = simulated.block();
                logs.add(new LogView(new LogEntry(log.log(), block.hash(), block.number(),
                        block.header().timestamp(), block.transactions().get(i).hash(), i,
                        log.index())));
            }
            calls.add(out -> write(out, call.executed(), logs));
        }
        return calls;
    }

    private static void write(JsonOut out, TransactionOutcome.Executed executed,
            List<LogView> logs) {
        out.startObject();
        out.data("returnData", executed.succeeded() ? executed.output() : Bytes.EMPTY);
        out.values("logs", logs);
        out.quantity("gasUsed", executed.gasUsed());
        out.quantity("maxUsedGas", executed.gasUsed() + executed.gasRefunded());
        out.quantity("status", executed.succeeded() ? 1 : 0);
        if (!executed.succeeded()) {
            out.name("error");
            out.startObject();
            executed.haltReason().ifPresentOrElse(reason -> writeHalt(out, reason),
                    () -> writeRevert(out, executed.output()));
            out.endObject();
        }
        out.endObject();
    }

    private static void writeHalt(JsonOut out, HaltReason reason) {
        out.string("message", "vm execution error: "
                + reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        out.number("code", ErrorCode.EXECUTION_ERROR);
    }

    private static void writeRevert(JsonOut out, Bytes output) {
        out.string("message", RevertReason.message(output));
        out.number("code", ErrorCode.EXECUTION_REVERTED);
        out.data("data", output);
    }
}
