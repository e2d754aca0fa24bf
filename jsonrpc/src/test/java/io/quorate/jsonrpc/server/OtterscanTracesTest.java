package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.ExecutionResult;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.CallKind;
import io.quorate.evm.trace.Tracer;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.TestBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A transaction that calls, creates, removes a contract and fails in part, as Otterscan is told of it. */
class OtterscanTracesTest {
    private static final Address A = Address.ofLow(0xa);
    private static final Address B = Address.ofLow(0xb);
    private static final Address C = Address.ofLow(0xc);
    private static final Bytes REASON = Bytes.of(1, 2, 3);

    private boolean reverts;
    private final MemoryChain chain = new MemoryChain(1337) {
        @Override
        public boolean replay(long number, int last, IntFunction<Tracer> tracers) {
            run(tracers.apply(last));
            return true;
        }
    };
    private final Rpc rpc = new Rpc(chain, new MemoryPool());

    @AfterEach
    void close() {
        rpc.close();
    }

    private void run(Tracer tracer) {
        enter(tracer, CallKind.CALL, A, B, 9, 0);
        enter(tracer, CallKind.CALL, B, C, 1, 1);
        exit(tracer, true, 1);
        enter(tracer, CallKind.CALL, B, C, 0, 1);
        exit(tracer, true, 1);
        enter(tracer, CallKind.STATICCALL, B, A, 0, 1);
        exit(tracer, true, 1);
        enter(tracer, CallKind.CALL, B, C, 2, 1);
        enter(tracer, CallKind.CALL, C, A, 3, 2); // undone with the call around it
        exit(tracer, true, 2);
        exit(tracer, false, 1);
        enter(tracer, CallKind.CREATE2, B, C, 4, 1);
        tracer.onSelfDestruct(C, A, UInt256.of(4), 2);
        exit(tracer, true, 1);
        exit(tracer, !reverts, 0);
    }

    private static void enter(Tracer tracer, CallKind kind, Address from, Address to, long value,
            int depth) {
        tracer.onEnter(kind, from, to, Bytes.of(depth), 100, UInt256.of(value), depth);
    }

    private static void exit(Tracer tracer, boolean well, int depth) {
        tracer.onExit(well ? new ExecutionResult.Success(0, Bytes.EMPTY)
                : new ExecutionResult.Revert(0, REASON), well ? "" : "execution reverted", 7,
                depth);
    }

    private JsonNode ask(String method) throws Exception {
        return rpc.result(method, "[\"" + TestBlocks.transfer(0).hash() + "\"]");
    }

    @Test
    void tellsWhatMovedValueAndWasNotUndone() throws Exception {
        chain.commit(List.of(), List.of());
        chain.commit(List.of(TestBlocks.transfer(0)), List.of(List.of()));
        List<String> moves = new ArrayList<>();
        ask("ots_getInternalOperations").forEach(each -> moves.add(each.get("type") + " "
                + each.get("from").asText().charAt(41) + each.get("to").asText().charAt(41) + " "
                + each.get("value").asText()));
        assertThat(moves).containsExactly("0 bc 0x1", "3 bc 0x4", "1 ca 0x4");
        List<String> rows = new ArrayList<>();
        ask("ots_traceTransaction").forEach(each -> rows.add(each.get("depth") + " "
                + each.get("type").asText() + " " + each.get("value").asText("")));
        assertThat(rows).containsExactly("0 CALL 0x9", "1 CALL 0x1", "1 CALL 0x0",
                "1 STATICCALL ", "1 CALL 0x2", "2 CALL 0x3", "1 CREATE2 0x4",
                "2 SELFDESTRUCT 0x4");
        assertThat(ask("ots_getTransactionError").asText()).isEqualTo("0x");
        reverts = true;
        assertThat(ask("ots_getInternalOperations")).isEmpty();
        assertThat(ask("ots_getTransactionError").asText())
                .isEqualTo(REASON.toHexString());
    }
}
