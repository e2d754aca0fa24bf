package io.quorate.jsonrpc.view;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.AccountProof;
import io.quorate.jsonrpc.BlockCertificate;
import io.quorate.jsonrpc.BlockCertificate.EpochStep;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Proofs as JSON, for clients and for files (docs/spec/proofs.md). */
public final class ProofView {
    private static final int VERSION = 1;

    private ProofView() {}

    /**
     * As execution-apis has it.
     *
     * @param shownKeys one for each slot of {@code proof}
     */
    public static JsonValue account(Address address, AccountProof proof,
            List<String> shownKeys) {
        return out -> {
            out.startObject();
            out.address("address", address);
            nodes(out, "accountProof", proof.nodes());
            out.quantity("balance", proof.account().balance());
            out.hash("codeHash", proof.account().codeHash());
            out.quantity("nonce", proof.account().nonce());
            out.hash("storageHash", proof.storageRoot());
            out.name("storageProof");
            out.startArray();
            for (int i = 0; i < proof.slots().size(); i++) {
                AccountProof.SlotProof slot = proof.slots().get(i);
                out.startObject();
                out.string("key", shownKeys.get(i));
                out.quantity("value", slot.value());
                nodes(out, "proof", slot.nodes());
                out.endObject();
            }
            out.endArray();
            out.endObject();
        };
    }

    /** {@code ancestors}: the headers before the certified one, the newest first. */
    public static JsonValue certificate(long chainId, Hash genesisHash,
            BlockCertificate certificate, List<BlockHeader> ancestors) {
        BlockHeader header = certificate.header();
        return out -> {
            out.startObject();
            out.quantity("chainId", chainId);
            out.hash("genesisHash", genesisHash);
            out.quantity("blockNumber", header.number());
            out.hash("blockHash", BlockHeaderCodec.hash(header));
            out.name("headers");
            out.startArray();
            out.dataValue(BlockHeaderCodec.encode(header));
            ancestors.forEach(ancestor -> out
                    .stringValue(BlockHeaderCodec.encode(ancestor).toHexString()));
            out.endArray();
            nodes(out, "slotRecords", certificate.slotRecords());
            certificate.certificate().ifPresentOrElse(cert -> out.data("certificate", cert),
                    () -> out.nullField("certificate"));
            out.values("epochs", certificate.epochs().stream().map(ProofView::step).toList());
            out.endObject();
        };
    }

    private static JsonValue step(EpochStep step) {
        return out -> {
            out.startObject();
            switch (step) {
                case EpochStep.HandedOver(var slotRecord, var certificate, var next) -> {
                    out.data("slotRecord", slotRecord);
                    out.data("certificate", certificate);
                    out.data("next", next);
                }
                case EpochStep.Recovered(var record) -> out.data("recovery", record);
            }
            out.endObject();
        };
    }

    /** All that there is to say of one transaction's place. */
    public record Place(long blockNumber, Hash blockHash, int index, Hash transactionHash,
            Bytes transaction, List<Bytes> nodes) {}

    public static JsonValue transaction(Place place) {
        return out -> {
            out.startObject();
            write(out, place);
            out.endObject();
        };
    }

    public static JsonValue receipt(Place place, Bytes receipt, List<Bytes> nodes) {
        return out -> {
            out.startObject();
            write(out, place);
            out.data("receipt", receipt);
            nodes(out, "receiptProof", nodes);
            out.endObject();
        };
    }

    private static void write(JsonOut out, Place place) {
        out.quantity("blockNumber", place.blockNumber());
        out.hash("blockHash", place.blockHash());
        out.hash("transactionHash", place.transactionHash());
        out.quantity("transactionIndex", place.index());
        out.data("transaction", place.transaction());
        nodes(out, "transactionProof", place.nodes());
    }

    /** Something said of an account after a block. */
    public static JsonValue accountClaim(long blockNumber, JsonValue account) {
        return out -> {
            out.startObject();
            out.quantity("block", blockNumber);
            out.value("account", account);
            out.endObject();
        };
    }

    public static JsonValue receiptClaim(JsonValue receipt) {
        return out -> {
            out.startObject();
            out.value("receipt", receipt);
            out.endObject();
        };
    }

    /** What a file of a proof holds. */
    public static JsonValue file(JsonValue certificate, List<JsonValue> claims) {
        return out -> {
            out.startObject();
            out.number("quorateProof", VERSION);
            out.value("certificate", certificate);
            out.values("claims", claims);
            out.endObject();
        };
    }

    private static void nodes(JsonOut out, String name, List<Bytes> nodes) {
        out.values(name, nodes.stream().map(JsonValue::of).toList());
    }
}
