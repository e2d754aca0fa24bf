package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.AccessListResult;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.Overrides;
import io.quorate.jsonrpc.RejectionCode;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcError;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.view.RevertReason;
import io.quorate.jsonrpc.view.TransactionView;
import java.util.List;
import java.util.Optional;

/** Messages that are run and forgotten. */
final class CallMethods {
    private final ChainQueries chain;
    private final Blocks blocks;
    private final CallParser parser;
    private final long callGasCap;

    CallMethods(ChainQueries chain, Blocks blocks, CallParser parser, long callGasCap) {
        this.chain = chain;
        this.blocks = blocks;
        this.parser = parser;
        this.callGasCap = callGasCap;
    }

    List<Method> all() {
        return List.of(Method.brief("eth_call", 4, this::call),
                Method.heavy("eth_estimateGas", 4, this::estimateGas),
                Method.heavy("eth_createAccessList", 4, this::createAccessList));
    }

    /** What to run and where. */
    private record Setting(CallRequest request, long number, Overrides overrides) {}

    private Setting setting(Call call) {
        CallRequest request = parser.parse(call.at(0, "transaction"));
        Blocks.Choice choice = blocks.require(call.at(1, "block"));
        Overrides.OfBlock block = OverridesParser.block(call.at(3, "blockOverrides"));
        if (choice instanceof Blocks.Choice.Pending(long latest) && block.number().isEmpty()) {
            block = block.withNumber(latest + 1);
        }
        return new Setting(request, choice.stateNumber(),
                new Overrides(OverridesParser.accounts(call.at(2, "stateOverrides")), block));
    }

    private JsonValue call(Call call) {
        Setting setting = setting(call);
        CallResult result = chain.simulate(setting.request, setting.number, setting.overrides,
                callGasCap);
        return switch (result) {
            case CallResult.Returned returned -> JsonValue.of(returned.output());
            case CallResult.Reverted reverted -> throw failure(reverted);
            case CallResult.Halted halted -> throw failure(halted);
            case CallResult.Rejected rejected -> throw failure(rejected);
        };
    }

    private JsonValue estimateGas(Call call) {
        Setting setting = setting(call);
        return JsonValue.quantity(new GasEstimate(chain, setting.request, setting.number,
                setting.overrides).search());
    }

    private JsonValue createAccessList(Call call) {
        Setting setting = setting(call);
        Optional<AccessListResult> traced = chain.traceAccessList(setting.request, setting.number,
                setting.overrides, callGasCap);
        if (traced.isEmpty()) {
            throw new JsonRpcException(ErrorCode.METHOD_NOT_SUPPORTED,
                    "this node does not trace access lists");
        }
        AccessListResult list = traced.get();
        return switch (list.result()) {
            case CallResult.Returned r -> accessList(list, r.gasUsed(), Optional.empty());
            case CallResult.Reverted r ->
                    accessList(list, r.gasUsed(), Optional.of(RevertReason.message(r.output())));
            case CallResult.Halted h -> accessList(list, h.gasUsed(), Optional.of(h.reason()));
            case CallResult.Rejected rejected -> throw failure(rejected);
        };
    }

    private static JsonValue accessList(AccessListResult list, long gasUsed,
            Optional<String> error) {
        return out -> {
            out.startObject();
            out.values("accessList", TransactionView.accessList(list.accessList()));
            out.quantity("gasUsed", gasUsed);
            error.ifPresent(text -> out.string("error", text));
            out.endObject();
        };
    }

    static JsonRpcException failure(CallResult.Reverted reverted) {
        return new JsonRpcException(new JsonRpcError(ErrorCode.EXECUTION_REVERTED,
                RevertReason.message(reverted.output()),
                Optional.of(reverted.output().toHexString())));
    }

    static JsonRpcException failure(CallResult.Halted halted) {
        return halted.isOutOfGas()
                ? new JsonRpcException(RejectionCode.OUT_OF_GAS, "out of gas: " + halted.reason())
                : new JsonRpcException(ErrorCode.EXECUTION_ERROR,
                        "execution failed: " + halted.reason());
    }

    static JsonRpcException failure(CallResult.Rejected rejected) {
        return new JsonRpcException(rejected.code(), rejected.message());
    }
}
