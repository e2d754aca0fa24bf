package io.quorate.jsonrpc.view;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.Authorization;
import io.quorate.ledger.Block;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.List;
import java.util.Optional;

/** A transaction object, in a block or waiting. */
public final class TransactionView implements JsonValue {
    private final FeeMode feeMode;
    private final RecoveredTransaction recovered;
    private final Optional<Place> place;

    private TransactionView(FeeMode feeMode, RecoveredTransaction recovered,
            Optional<Place> place) {
        this.feeMode = feeMode;
        this.recovered = recovered;
        this.place = place;
    }

    private record Place(Hash blockHash, long blockNumber, long timestamp, int index,
            Optional<UInt256> baseFee) {}

    public static TransactionView inBlock(FeeMode feeMode, Block block, int index) {
        return new TransactionView(feeMode, block.transactions().get(index),
                Optional.of(
                        new Place(block.hash(), block.number(), block.header().timestamp(), index,
                                block.header().baseFeePerGas())));
    }

    public static TransactionView pending(FeeMode feeMode, RecoveredTransaction transaction) {
        return new TransactionView(feeMode, transaction, Optional.empty());
    }

    @Override
    public void writeTo(JsonOut out) {
        Transaction transaction = recovered.transaction();
        out.startObject();
        writePlace(out);
        out.hash("hash", recovered.hash());
        out.address("from", recovered.sender());
        transaction.to().ifPresentOrElse(to -> out.address("to", to), () -> out.nullField("to"));
        out.quantity("nonce", transaction.nonce());
        out.quantity("gas", transaction.gasLimit());
        out.quantity("value", transaction.value());
        out.data("input", transaction.data());
        out.quantity("type", transaction.type());
        out.quantity("gasPrice", gasPrice(transaction));
        if (transaction.type() >= 2) {
            out.quantity("maxFeePerGas", transaction.maxFeePerGas());
            out.quantity("maxPriorityFeePerGas", transaction.maxPriorityFeePerGas());
        }
        transaction.chainId().ifPresent(id -> out.quantity("chainId", id));
        if (transaction.type() >= 1) {
            out.values("accessList", accessList(transaction.accessList()));
        }
        if (transaction instanceof Transaction.Blob blob) {
            out.quantity("maxFeePerBlobGas", blob.maxFeePerBlobGas());
            out.hashes("blobVersionedHashes", blob.blobVersionedHashes());
        }
        if (transaction instanceof Transaction.SetCode setCode) {
            out.values("authorizationList", authorizationList(setCode.authorizationList()));
        }
        writeSignature(out, transaction);
        out.endObject();
    }

    private void writePlace(JsonOut out) {
        if (place.isEmpty()) {
            out.nullField("blockHash");
            out.nullField("blockNumber");
            out.nullField("blockTimestamp");
            out.nullField("transactionIndex");
            return;
        }
        Place at = place.get();
        out.hash("blockHash", at.blockHash);
        out.quantity("blockNumber", at.blockNumber);
        out.quantity("blockTimestamp", at.timestamp);
        out.quantity("transactionIndex", at.index);
    }

    /** As signed for types 0 and 1; for the others what was paid, or the cap while waiting. */
    private UInt256 gasPrice(Transaction transaction) {
        if (transaction.type() < 2) {
            return transaction.maxFeePerGas();
        }
        if (place.isEmpty() && feeMode == FeeMode.EIP_1559) {
            return transaction.maxFeePerGas();
        }
        return Pricing.effectiveGasPrice(feeMode, transaction, place.flatMap(Place::baseFee));
    }

    private static void writeSignature(JsonOut out, Transaction transaction) {
        int yParity = transaction.signature().yParity();
        if (transaction instanceof Transaction.Legacy legacy) {
            out.quantity("v", TransactionCodec.legacyV(legacy));
        } else {
            out.quantity("yParity", yParity);
            out.quantity("v", yParity);
        }
        out.quantity("r", transaction.signature().r());
        out.quantity("s", transaction.signature().s());
    }

    public static List<JsonValue> accessList(List<AccessListEntry> entries) {
        return entries.stream().map(entry -> (JsonValue) out -> {
            out.startObject();
            out.address("address", entry.address());
            out.hashes("storageKeys", entry.storageKeys());
            out.endObject();
        }).toList();
    }

    public static List<JsonValue> authorizationList(List<Authorization> authorizations) {
        return authorizations.stream().map(TransactionView::authorization).toList();
    }

    private static JsonValue authorization(Authorization authorization) {
        return out -> {
            out.startObject();
            out.quantity("chainId", authorization.chainId());
            out.address("address", authorization.address());
            out.quantity("nonce", authorization.nonce());
            out.quantity("yParity", authorization.yParity());
            out.quantity("r", authorization.r());
            out.quantity("s", authorization.s());
            out.endObject();
        };
    }
}
