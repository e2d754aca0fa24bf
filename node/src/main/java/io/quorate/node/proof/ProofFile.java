package io.quorate.node.proof;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.node.OperatorException;
import io.quorate.proof.CertificateProof;
import io.quorate.proof.Claim;
import io.quorate.proof.EpochStep;
import io.quorate.proof.Proof;
import io.quorate.state.Account;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A proof as JSON (docs/spec/proofs.md). It is bounded before it is read, and every field is looked at. */
public final class ProofFile {
    /** The receipt of a transaction that fills a block with events has some 15 MiB in hexadecimal. */
    public static final int BYTES_MAX = 32 << 20;
    private static final int NESTING_MAX = 8;
    private static final long VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder(new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(NESTING_MAX)
                    .maxStringLength(BYTES_MAX).maxNameLength(64).maxNumberLength(20).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private ProofFile() {}

    /** Fails with {@link OperatorException} where there is no such file, and with the other where it is no proof. */
    public static Proof read(Path file) throws DecodeException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(BYTES_MAX + 1);
        } catch (IOException e) {
            throw new OperatorException("There is no file " + file + " that can be read.", e);
        }
        return parse(bytes);
    }

    public static Proof parse(byte[] json) throws DecodeException {
        if (json.length > BYTES_MAX) {
            throw new DecodeException("it has more than " + BYTES_MAX + " bytes");
        }
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new DecodeException("it is not JSON of a proof: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new DecodeException("it is not JSON: " + e.getMessage());
        }
        ProofFields fields = ProofFields.of(root, "proof")
                .requireOnly("quorateProof", "certificate", "claims");
        JsonNode version = root.get("quorateProof");
        if (!version.isIntegralNumber() || !version.canConvertToLong()
                || version.longValue() != VERSION) {
            throw fields.wrong("quorateProof", VERSION + ", the version that is known here");
        }
        List<Claim> claims = new ArrayList<>();
        for (ProofFields claim : fields.objects("claims")) {
            claims.add(claim(claim));
        }
        return new Proof(certificate(fields.object("certificate")), claims);
    }

    private static CertificateProof certificate(ProofFields fields) throws DecodeException {
        fields.requireOnly("chainId", "genesisHash", "blockNumber", "blockHash", "headers",
                "slotRecords", "certificate", "epochs");
        List<EpochStep> epochs = new ArrayList<>();
        for (ProofFields step : fields.objects("epochs")) {
            epochs.add(step(step));
        }
        return new CertificateProof(fields.number("chainId"), fields.hash("genesisHash"),
                fields.number("blockNumber"), fields.hash("blockHash"),
                fields.dataList("headers"), fields.dataList("slotRecords"),
                fields.isNull("certificate") ? Optional.empty()
                        : Optional.of(fields.data("certificate")),
                epochs);
    }

    private static EpochStep step(ProofFields fields) throws DecodeException {
        if (fields.has("recovery")) {
            return new EpochStep.Recovered(fields.requireOnly("recovery").data("recovery"));
        }
        fields.requireOnly("slotRecord", "certificate", "next");
        return new EpochStep.HandedOver(fields.data("slotRecord"), fields.data("certificate"),
                fields.data("next"));
    }

    private static Claim claim(ProofFields fields) throws DecodeException {
        if (fields.has("account")) {
            fields.requireOnly("block", "account");
            return account(fields.number("block"), fields.object("account"));
        }
        if (fields.has("receipt")) {
            ProofFields receipt = fields.requireOnly("receipt").object("receipt")
                    .requireOnly("blockNumber", "blockHash", "transactionHash",
                            "transactionIndex", "transaction", "transactionProof", "receipt",
                            "receiptProof");
            return new Claim.OfReceipt(transaction(receipt), receipt.data("receipt"),
                    receipt.dataList("receiptProof"));
        }
        return transaction(fields.requireOnly("transaction").object("transaction")
                .requireOnly("blockNumber", "blockHash", "transactionHash", "transactionIndex",
                        "transaction", "transactionProof"));
    }

    private static Claim.OfTransaction transaction(ProofFields fields) throws DecodeException {
        return new Claim.OfTransaction(fields.number("blockNumber"), fields.hash("blockHash"),
                fields.index("transactionIndex"), fields.hash("transactionHash"),
                fields.data("transaction"), fields.dataList("transactionProof"));
    }

    /** As {@code eth_getProof} answers it. */
    private static Claim account(long block, ProofFields fields) throws DecodeException {
        fields.requireOnly("address", "accountProof", "balance", "codeHash", "nonce",
                "storageHash", "storageProof");
        List<Claim.OfSlot> slots = new ArrayList<>();
        for (ProofFields slot : fields.objects("storageProof")) {
            slot.requireOnly("key", "value", "proof");
            slots.add(new Claim.OfSlot(slot.word("key"), slot.quantity("value"),
                    slot.dataList("proof")));
        }
        return new Claim.OfAccount(block, fields.address("address"),
                new Account(fields.unsigned("nonce"), fields.quantity("balance"),
                        fields.hash("codeHash")),
                fields.hash("storageHash"), fields.dataList("accountProof"), slots);
    }
}
