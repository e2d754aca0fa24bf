package io.quorate.jsonrpc.view;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.Withdrawal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A block object, in full, and its header alone as {@code newHeads} sends it. */
public final class BlockView {
    private BlockView() {}

    /** How the transactions of a block are shown. */
    public enum Detail {
        HASHES, FULL
    }

    public static JsonValue of(FeeMode feeMode, Block block, Detail detail) {
        return of(feeMode, block, detail, out -> {});
    }

    /** With {@code more} members at the end. */
    static JsonValue of(FeeMode feeMode, Block block, Detail detail, Consumer<JsonOut> more) {
        return out -> {
            out.startObject();
            out.hash("hash", block.hash());
            writeHeader(out, block.header());
            out.quantity("size", BlockCodec.encode(block).size());
            out.name("transactions");
            out.startArray();
            for (int i = 0; i < block.transactions().size(); i++) {
                switch (detail) {
                    case HASHES -> out.hashValue(block.transactions().get(i).hash());
                    case FULL -> TransactionView.inBlock(feeMode, block, i).writeTo(out);
                }
            }
            out.endArray();
            out.hashes("uncles", block.ommers().stream().map(BlockHeaderCodec::hash).toList());
            block.withdrawals().ifPresent(list -> out.values("withdrawals",
                    list.stream().map(BlockView::withdrawal).toList()));
            more.accept(out);
            out.endObject();
        };
    }

    /** What a block after {@code latest} would look like: no hash, no transactions, the same state. */
    public static JsonValue pending(Block latest, UInt256 baseFee) {
        BlockHeader header = latest.header();
        return out -> {
            out.startObject();
            out.nullField("hash");
            out.nullField("nonce");
            out.nullField("logsBloom");
            out.quantity("number", header.number() + 1);
            out.hash("parentHash", latest.hash());
            out.hash("sha3Uncles", header.ommersHash());
            out.address("miner", header.beneficiary());
            out.hash("stateRoot", header.stateRoot());
            out.hash("transactionsRoot", Hash.EMPTY_TRIE_ROOT);
            out.hash("receiptsRoot", Hash.EMPTY_TRIE_ROOT);
            out.hash("mixHash", header.mixHash());
            out.quantity("difficulty", 0);
            out.quantity("gasLimit", header.gasLimit());
            out.quantity("gasUsed", 0);
            out.quantity("timestamp", header.timestamp());
            out.string("extraData", "0x");
            out.quantity("size", 0);
            header.baseFeePerGas().ifPresent(ignored -> out.quantity("baseFeePerGas", baseFee));
            out.values("transactions", List.of());
            out.values("uncles", List.of());
            latest.withdrawals().ifPresent(ignored -> out.values("withdrawals", List.of()));
            out.endObject();
        };
    }

    /** Without transactions, but with their number: what an explorer shows of a block first. */
    public static JsonValue summary(Block block) {
        return out -> {
            out.startObject();
            writeSummary(out, block);
            out.endObject();
        };
    }

    /** With the transactions from index {@code first} to below {@code end} alone, and the number of all. */
    public static JsonValue page(FeeMode feeMode, Block block, int first, int end) {
        return out -> {
            out.startObject();
            writeSummary(out, block);
            out.values("transactions", IntStream.range(first, end)
                    .mapToObj(i -> TransactionView.inBlock(feeMode, block, i)).toList());
            out.endObject();
        };
    }

    private static void writeSummary(JsonOut out, Block block) {
        out.hash("hash", block.hash());
        writeHeader(out, block.header());
        out.quantity("size", BlockCodec.encode(block).size());
        out.number("transactionCount", block.transactions().size());
        out.hashes("uncles", block.ommers().stream().map(BlockHeaderCodec::hash).toList());
    }

    /** The header of {@code newHeads}. */
    public static JsonValue head(Block block) {
        return out -> {
            out.startObject();
            out.hash("hash", block.hash());
            writeHeader(out, block.header());
            out.endObject();
        };
    }

    /** A block object for an ommer, which has no transactions. */
    public static JsonValue ommer(BlockHeader header) {
        return out -> {
            out.startObject();
            out.hash("hash", BlockHeaderCodec.hash(header));
            writeHeader(out, header);
            out.quantity("size", BlockCodec.encode(asBlock(header)).size());
            out.values("uncles", List.of());
            out.endObject();
        };
    }

    private static Block asBlock(BlockHeader header) {
        return new Block(BlockHeaderCodec.hash(header), header, List.of(), List.of(),
                Optional.empty());
    }

    private static void writeHeader(JsonOut out, BlockHeader header) {
        out.quantity("number", header.number());
        out.hash("parentHash", header.parentHash());
        out.hash("sha3Uncles", header.ommersHash());
        out.address("miner", header.beneficiary());
        out.hash("stateRoot", header.stateRoot());
        out.hash("transactionsRoot", header.transactionsRoot());
        out.hash("receiptsRoot", header.receiptsRoot());
        out.data("logsBloom", header.logsBloom());
        out.quantity("difficulty", header.difficulty());
        out.quantity("gasLimit", header.gasLimit());
        out.quantity("gasUsed", header.gasUsed());
        out.quantity("timestamp", header.timestamp());
        out.data("extraData", header.extraData());
        out.hash("mixHash", header.mixHash());
        out.data("nonce", header.nonce());
        header.baseFeePerGas().ifPresent(fee -> out.quantity("baseFeePerGas", fee));
        header.withdrawalsRoot().ifPresent(root -> out.hash("withdrawalsRoot", root));
        header.blobGasUsed().ifPresent(gas -> out.quantity("blobGasUsed", gas));
        header.excessBlobGas().ifPresent(gas -> out.quantity("excessBlobGas", gas));
        header.parentBeaconBlockRoot()
                .ifPresent(root -> out.hash("parentBeaconBlockRoot", root));
        header.requestsHash().ifPresent(hash -> out.hash("requestsHash", hash));
    }

    static JsonValue withdrawal(Withdrawal withdrawal) {
        return out -> {
            out.startObject();
            out.quantity("index", withdrawal.index());
            out.quantity("validatorIndex", withdrawal.validatorIndex());
            out.address("address", withdrawal.address());
            out.quantity("amount", withdrawal.amountGwei());
            out.endObject();
        };
    }
}
