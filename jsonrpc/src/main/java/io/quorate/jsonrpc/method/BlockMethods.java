package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.BlockView;
import io.quorate.jsonrpc.view.ReceiptView;
import io.quorate.jsonrpc.view.TransactionView;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Blocks and what is in them. An unknown block is null, not an error. */
final class BlockMethods {
    private final ChainQueries chain;
    private final Blocks blocks;

    BlockMethods(ChainQueries chain, Blocks blocks) {
        this.chain = chain;
        this.blocks = blocks;
    }

    List<Method> all() {
        return List.of(
                Method.light("eth_getBlockByNumber", 2, call -> block(call, number(call))),
                Method.light("eth_getBlockByHash", 2, call -> block(call, hash(call))),
                Method.light("eth_getBlockTransactionCountByNumber", 1,
                        call -> count(number(call), block -> block.transactions().size())),
                Method.light("eth_getBlockTransactionCountByHash", 1,
                        call -> count(hash(call), block -> block.transactions().size())),
                Method.light("eth_getUncleCountByBlockNumber", 1,
                        call -> count(number(call), block -> block.ommers().size())),
                Method.light("eth_getUncleCountByBlockHash", 1,
                        call -> count(hash(call), block -> block.ommers().size())),
                Method.light("eth_getUncleByBlockNumberAndIndex", 2,
                        call -> ommer(call, number(call))),
                Method.light("eth_getUncleByBlockHashAndIndex", 2,
                        call -> ommer(call, hash(call))),
                Method.light("eth_getTransactionByBlockNumberAndIndex", 2,
                        call -> transaction(call, number(call))),
                Method.light("eth_getTransactionByBlockHashAndIndex", 2,
                        call -> transaction(call, hash(call))),
                Method.light("eth_getBlockReceipts", 1, this::receipts),
                Method.light("eth_getHeaderByNumber", 1, call -> header(number(call))),
                Method.light("eth_getHeaderByHash", 1, call -> header(hash(call))));
    }

    private Optional<Blocks.Choice> number(Call call) {
        Param param = call.at(0, "block");
        if (param.isAbsent()) {
            throw param.wrong("a block number or tag");
        }
        return blocks.find(param);
    }

    private Optional<Blocks.Choice> hash(Call call) {
        return blocks.findByHash(call.at(0, "blockHash").hash());
    }

    private JsonValue block(Call call, Optional<Blocks.Choice> choice) {
        boolean full = call.at(1, "hydratedTransactions").optional(Param::bool).orElse(false);
        BlockView.Detail detail = full ? BlockView.Detail.FULL : BlockView.Detail.HASHES;
        if (choice.isEmpty()) {
            return JsonValue.NULL;
        }
        return switch (choice.get()) {
            case Blocks.Choice.Existing(long number) ->
                    BlockView.of(chain.feeMode(), blocks.requireBlock(number), detail);
            case Blocks.Choice.Pending(long latest) -> BlockView.pending(
                    blocks.requireBlock(latest), chain.feesAfter(latest).baseFeePerGas());
        };
    }

    private JsonValue header(Optional<Blocks.Choice> choice) {
        return onExisting(choice, block -> Optional.of(BlockView.head(block)));
    }

    private JsonValue count(Optional<Blocks.Choice> choice, Function<Block, Integer> count) {
        if (choice.isPresent() && choice.get() instanceof Blocks.Choice.Pending) {
            return JsonValue.quantity(0);
        }
        return onExisting(choice, block -> Optional.of(JsonValue.quantity(count.apply(block))));
    }

    private JsonValue ommer(Call call, Optional<Blocks.Choice> choice) {
        int index = call.at(1, "index").index();
        return onExisting(choice, block -> {
            List<BlockHeader> ommers = block.ommers();
            return index < ommers.size() ? Optional.of(BlockView.ommer(ommers.get(index)))
                    : Optional.empty();
        });
    }

    private JsonValue transaction(Call call, Optional<Blocks.Choice> choice) {
        int index = call.at(1, "index").index();
        return onExisting(choice, block -> index < block.transactions().size()
                ? Optional.of(TransactionView.inBlock(chain.feeMode(), block, index))
                : Optional.empty());
    }

    private JsonValue receipts(Call call) {
        return onExisting(number(call), block -> Optional.of(JsonValue.list(ReceiptView.all(
                chain.feeMode(), chain.blobBaseFee(block.header()), block,
                blocks.requireReceipts(block.number())))));
    }

    private JsonValue onExisting(Optional<Blocks.Choice> choice,
            Function<Block, Optional<JsonValue>> answer) {
        if (choice.isPresent() && choice.get() instanceof Blocks.Choice.Existing(long number)) {
            return JsonValue.orNull(answer.apply(blocks.requireBlock(number)));
        }
        return JsonValue.NULL;
    }
}
