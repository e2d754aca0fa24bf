package io.quorate.jsonrpc.view;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.jsonrpc.LogEntry;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.ledger.Block;
import io.quorate.ledger.Log;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.RecoveredTransaction;
import java.util.ArrayList;
import java.util.List;

/** A receipt object. */
public final class ReceiptView implements JsonValue {
    private static final long GAS_PER_BLOB = 131_072; // EIP-4844

    private final FeeMode feeMode;
    private final UInt256 blobBaseFee;
    private final Block block;
    private final int index;
    private final Receipt receipt;
    private final long gasUsedBefore;
    private final int logsBefore;

    private ReceiptView(FeeMode feeMode, UInt256 blobBaseFee, Block block, int index,
            Receipt receipt,
            long gasUsedBefore, int logsBefore) {
        this.feeMode = feeMode;
        this.blobBaseFee = blobBaseFee;
        this.block = block;
        this.index = index;
        this.receipt = receipt;
        this.gasUsedBefore = gasUsedBefore;
        this.logsBefore = logsBefore;
    }

    /** {@code blobBaseFee} is the block's. */
    public static ReceiptView of(FeeMode feeMode, UInt256 blobBaseFee, Block block,
            List<Receipt> receipts, int index) {
        int logsBefore = receipts.stream().limit(index).mapToInt(r -> r.logs().size()).sum();
        long gasUsedBefore = index == 0 ? 0 : receipts.get(index - 1).cumulativeGasUsed();
        return new ReceiptView(feeMode, blobBaseFee, block, index, receipts.get(index),
                gasUsedBefore,
                logsBefore);
    }

    /** All of a block's. */
    public static List<ReceiptView> all(FeeMode feeMode, UInt256 blobBaseFee, Block block,
            List<Receipt> receipts) {
        List<ReceiptView> views = new ArrayList<>(receipts.size());
        long gasUsedBefore = 0;
        int logsBefore = 0;
        for (int i = 0; i < receipts.size(); i++) {
            Receipt receipt = receipts.get(i);
            views.add(new ReceiptView(feeMode, blobBaseFee, block, i, receipt, gasUsedBefore,
                    logsBefore));
            gasUsedBefore = receipt.cumulativeGasUsed();
            logsBefore += receipt.logs().size();
        }
        return views;
    }

    /** With the block's {@code timestamp}, as Otterscan asks for it. */
    public JsonValue withTimestamp() {
        return out -> {
            out.startObject();
            writeFields(out, true);
            out.quantity("timestamp", block.header().timestamp());
            out.endObject();
        };
    }

    /** Without what its events are, as Otterscan asks for it. */
    public JsonValue withoutLogs() {
        return out -> {
            out.startObject();
            writeFields(out, false);
            out.endObject();
        };
    }

    @Override
    public void writeTo(JsonOut out) {
        out.startObject();
        writeFields(out, true);
        out.endObject();
    }

    private void writeFields(JsonOut out, boolean withLogs) {
        RecoveredTransaction recovered = block.transactions().get(index);
        out.hash("blockHash", block.hash());
        out.quantity("blockNumber", block.number());
        out.hash("transactionHash", recovered.hash());
        out.quantity("transactionIndex", index);
        out.quantity("type", receipt.transactionType());
        out.address("from", recovered.sender());
        recovered.transaction().to().ifPresentOrElse(to -> {
            out.address("to", to);
            out.nullField("contractAddress");
        }, () -> {
            out.nullField("to");
            out.address("contractAddress", createdAddress(recovered));
        });
        receipt.postState().ifPresentOrElse(root -> out.hash("root", root),
                () -> out.quantity("status", receipt.succeeded() ? 1 : 0));
        out.quantity("cumulativeGasUsed", receipt.cumulativeGasUsed());
        out.quantity("gasUsed", receipt.cumulativeGasUsed() - gasUsedBefore);
        out.quantity("effectiveGasPrice", Pricing.effectiveGasPrice(feeMode,
                recovered.transaction(), block.header().baseFeePerGas()));
        int blobs = recovered.transaction().blobVersionedHashes().size();
        if (blobs > 0) {
            out.quantity("blobGasUsed", blobs * GAS_PER_BLOB);
            out.quantity("blobGasPrice", blobBaseFee);
        }
        if (withLogs) {
            out.data("logsBloom", receipt.logsBloom());
            out.values("logs", logs(recovered.hash()));
        } else {
            out.nullField("logsBloom");
            out.nullField("logs");
        }
    }

    private List<LogView> logs(Hash transactionHash) {
        List<LogView> views = new ArrayList<>(receipt.logs().size());
        for (Log log : receipt.logs()) {
            views.add(new LogView(new LogEntry(log, block.hash(), block.number(),
                    block.header().timestamp(), transactionHash, index,
                    logsBefore + views.size())));
        }
        return views;
    }

    /** Yellow Paper §7: the low 20 bytes of keccak256(rlp([sender, nonce])). */
    private static Address createdAddress(RecoveredTransaction creation) {
        byte[] preimage = new RlpWriter(32).startList().write(creation.sender())
                .write(creation.transaction().nonce()).endList().toArray();
        return Address.of(Keccak256.hash(preimage).toArray(), Hash.SIZE - Address.SIZE);
    }
}
