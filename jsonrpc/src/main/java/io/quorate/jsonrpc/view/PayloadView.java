package io.quorate.jsonrpc.view;

import io.quorate.execution.PayloadBuilder;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.PooledTransaction.BlobSidecar;
import java.util.List;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/** A built block as the Engine API shows it. */
public final class PayloadView {
    private PayloadView() {}

    /** {@code sidecars} are those of the blob transactions that came with one. */
    public static JsonValue of(PayloadBuilder.Outcome.Built built, List<BlobSidecar> sidecars) {
        return out -> {
            out.startObject();
            out.value("executionPayload", payload(built.block()));
            out.quantity("blockValue", built.value());
            out.name("blobsBundle");
            out.startObject();
            writeAll(out, "commitments", sidecars, BlobSidecar::commitments);
            writeAll(out, "proofs", sidecars, BlobSidecar::proofs);
            writeAll(out, "blobs", sidecars, BlobSidecar::blobs);
            out.endObject();
            out.values("executionRequests",
                    built.requests().stream().map(JsonValue::of).toList());
            out.bool("shouldOverrideBuilder", false);
            out.endObject();
        };
    }

    private static void writeAll(JsonOut out, String name, List<BlobSidecar> sidecars,
            Function<BlobSidecar, List<Bytes>> part) {
        out.values(name, sidecars.stream().flatMap(sidecar -> part.apply(sidecar).stream())
                .map(JsonValue::of).toList());
    }

    private static JsonValue payload(Block block) {
        BlockHeader header = block.header();
        return out -> {
            out.startObject();
            out.hash("parentHash", header.parentHash());
            out.address("feeRecipient", header.beneficiary());
            out.hash("stateRoot", header.stateRoot());
            out.hash("receiptsRoot", header.receiptsRoot());
            out.data("logsBloom", header.logsBloom());
            out.hash("prevRandao", header.mixHash());
            out.quantity("blockNumber", header.number());
            out.quantity("gasLimit", header.gasLimit());
            out.quantity("gasUsed", header.gasUsed());
            out.quantity("timestamp", header.timestamp());
            out.data("extraData", header.extraData());
            header.baseFeePerGas().ifPresent(fee -> out.quantity("baseFeePerGas", fee));
            out.hash("blockHash", block.hash());
            out.values("transactions", block.transactions().stream()
                    .map(transaction -> JsonValue.of(transaction.encoded())).toList());
            block.withdrawals().ifPresent(list -> out.values("withdrawals",
                    list.stream().map(BlockView::withdrawal).toList()));
            header.blobGasUsed().ifPresent(gas -> out.quantity("blobGasUsed", gas));
            header.excessBlobGas().ifPresent(gas -> out.quantity("excessBlobGas", gas));
            out.endObject();
        };
    }
}
