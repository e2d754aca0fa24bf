package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.AccessListView;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ReceiptCodec;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Blocks and their parts as bytes of the consensus form. */
final class DebugMethods {
    private final ChainQueries chain;
    private final Blocks blocks;

    DebugMethods(ChainQueries chain, Blocks blocks) {
        this.chain = chain;
        this.blocks = blocks;
    }

    List<Method> all() {
        return List.of(
                Method.light("debug_getRawBlock", 1,
                        call -> JsonValue.of(BlockCodec.encode(blocks.requireBlock(number(call))))),
                Method.light("debug_getRawHeader", 1,
                        call -> JsonValue.of(BlockHeaderCodec
                                .encode(blocks.requireBlock(number(call)).header()))),
                Method.light("debug_getRawReceipts", 1, this::receipts),
                Method.light("debug_getRawBlockAccessList", 1,
                        call -> JsonValue.of(accessList(number(call)).encode())),
                Method.light("eth_getBlockAccessList", 1, this::accessList),
                Method.light("debug_getBadBlocks", 0, call -> JsonValue.list(List.of())));
    }

    private JsonValue receipts(Call call) {
        List<Bytes> encoded = blocks.requireReceipts(number(call)).stream()
                .map(ReceiptCodec::encode).toList();
        return JsonValue.list(encoded.stream().map(JsonValue::of).toList());
    }

    private BlockAccessList accessList(long number) {
        blocks.requireBlock(number);
        return chain.accessList(number)
                .orElseThrow(() -> new JsonRpcException(ErrorCode.METHOD_NOT_SUPPORTED,
                        "this node keeps no access lists"));
    }

    /** Null for a block that there is not, as for one's parts. */
    private JsonValue accessList(Call call) {
        return JsonValue.orNull(blocks.find(call.at(0, "block"))
                .map(choice -> new AccessListView(accessList(choice.stateNumber()))));
    }

    private long number(Call call) {
        Param param = call.at(0, "block");
        if (param.isAbsent()) {
            throw JsonRpcException.invalidParams("invalid params: missing block");
        }
        return blocks.require(param).stateNumber();
    }
}
