package io.quorate.jsonrpc.method;

import io.quorate.execution.SimulationOutcome;
import io.quorate.execution.SimulationRequest;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.RejectionCode;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.BlockView;
import io.quorate.jsonrpc.view.SimulationView;
import java.util.List;

/** {@code eth_simulateV1} with the error codes of execution-apis. */
final class SimulateMethods {
    /** A limit that a client may choose: too many blocks. */
    static final int LIMIT_EXCEEDED = -38026;
    /**
     * All calls of a simulation may use this together; a call that names no gas gets what is left of it, and so it shows in
     * the hashes of what is simulated. Geth's default, which the conformance tests expect.
     */
    private static final long GAS_CAP = 50_000_000;

    private final ChainQueries chain;
    private final Blocks blocks;
    private final SimulationParser parser;

    SimulateMethods(ChainQueries chain, Blocks blocks, CallParser calls, long callGasCap) {
        this.chain = chain;
        this.blocks = blocks;
        this.parser = new SimulationParser(calls, Math.min(GAS_CAP, callGasCap));
    }

    List<Method> all() {
        return List.of(Method.heavy("eth_simulateV1", 2, this::simulate));
    }

    private JsonValue simulate(Call call) {
        Param param = call.at(0, "request");
        SimulationRequest request = parser.parse(param);
        BlockView.Detail detail = SimulationParser.flag(param, "returnFullTransactions")
                ? BlockView.Detail.FULL
                : BlockView.Detail.HASHES;
        long base = blocks.find(call.at(1, "block"))
                .orElseThrow(() -> new JsonRpcException(ErrorCode.INVALID_INPUT,
                        "header not found: " + call.at(1, "block")))
                .stateNumber();
        return switch (chain.simulateBlocks(request, base)
                .orElseThrow(() -> Blocks.pruned(chain, "state", base))) {
            case SimulationOutcome.Simulated(var simulated) ->
                    SimulationView.of(chain.feeMode(), simulated, detail);
            case SimulationOutcome.Refused(var reason, String message) ->
                    throw new JsonRpcException(code(reason), message);
        };
    }

    private static int code(SimulationOutcome.Reason reason) {
        return switch (reason) {
            case NONCE_TOO_LOW -> -38010;
            case NONCE_TOO_HIGH -> -38011;
            case FEE_CAP_BELOW_BASE_FEE -> -38012;
            case INTRINSIC_GAS_TOO_LOW -> -38013;
            case INSUFFICIENT_FUNDS -> -38014;
            case BLOCK_GAS_EXCEEDED -> -38015;
            case BLOCK_NUMBER_ORDER -> -38020;
            case TIMESTAMP_ORDER -> -38021;
            case PRECOMPILE_MOVED_TO_ITSELF -> -38022;
            case INITCODE_TOO_LARGE -> -38025;
            case TOO_MANY_BLOCKS -> LIMIT_EXCEEDED;
            case NONCE_OVERFLOW -> ErrorCode.INTERNAL_ERROR; // as other clients have it
            case ACCOUNT_OVERRIDE -> ErrorCode.INVALID_INPUT;
            case INVALID_CALL, WITHDRAWALS_NOT_SUPPORTED -> ErrorCode.INVALID_PARAMS;
            case NOT_PERMITTED -> RejectionCode.NOT_PERMITTED;
            case RESULT_TOO_LARGE -> ErrorCode.LIMIT_EXCEEDED;
            case TIMEOUT -> ErrorCode.TIMEOUT;
        };
    }
}
