package io.quorate.node.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.client.ReplicaEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a replica for the parts of a proof and writes them into a file that {@code verify proof} reads. */
public final class ProofMaker {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReplicaClient client;

    /**
     * What is to be proved.
     *
     * @param block as JSON-RPC names it; where it is empty, that of the transaction, or the last with a certificate
     * @param entries of {@code address}, as the history command takes them
     */
    public record Question(Optional<String> block, Optional<String> address,
            List<String> entries, Optional<String> transaction) {
        public Question {
            entries = List.copyOf(entries);
        }
    }

    ProofMaker(ReplicaClient client) {
        this.client = client;
    }

    /**
     * Writes a proof of what is asked into the new file {@code file}. Fails with {@link OperatorException}.
     *
     * @param endpoint of a replica's JSON-RPC
     */
    public static void make(ReplicaEndpoint endpoint, Question question, Optional<Path> layout,
            Path file) {
        List<EntryName> entries = question.entries().stream()
                .map(text -> EntryName.parse(text, layout.map(StorageLayout::read))).toList();
        try (ReplicaClient client = new ReplicaClient(endpoint)) {
            write(file, new ProofMaker(client).proof(question, entries));
        }
    }

    private ObjectNode proof(Question question, List<EntryName> entries) {
        Optional<JsonNode> receipt = question.transaction().map(this::receipt);
        Optional<String> block = question.block()
                .or(() -> receipt.map(found -> found.path("blockNumber").asText()));
        JsonNode certificate = block.isPresent()
                ? client.awaitAvailable("bft_getCertificate", block.get())
                : client.awaitAvailable("bft_getCertificate");
        String number = certificate.path("blockNumber").asText();
        ObjectNode proof = JSON.createObjectNode().put("quorateProof", 1);
        proof.set("certificate", certificate);
        ArrayNode claims = proof.putArray("claims");
        question.address().ifPresent(address -> {
            List<String> keys = new ArrayList<>(entries.stream().map(EntryName::parameter)
                    .filter(parameter -> parameter.startsWith("0x")).distinct().toList());
            claims.addObject().put("block", number).set("account",
                    client.call("eth_getProof", address, keys, number));
        });
        receipt.ifPresent(found -> {
            if (!found.path("blockNumber").asText().equals(number)) {
                throw new OperatorException("Transaction " + question.transaction().orElseThrow()
                        + " is in block " + decimal(found.path("blockNumber").asText())
                        + ", not in block " + decimal(number)
                        + "; leave --block out, or make a file for each.");
            }
            claims.addObject().set("receipt", found);
        });
        return proof;
    }

    private JsonNode receipt(String hash) {
        JsonNode receipt = client.call("bft_getReceiptProof", hash);
        if (receipt.isNull()) {
            throw new OperatorException("No block has transaction " + hash
                    + "; wait for its receipt, or check the hash.");
        }
        return receipt;
    }

    /** What a block made of an entry, as {@code audit_getProof} answers it. */
    void writeChange(Path file, String address, EntryName entry, String block) {
        write(file, client.awaitAvailable("audit_getProof", address, entry.parameter(), block));
    }

    private static String decimal(String quantity) {
        return Long.toString(Long.decode(quantity));
    }

    private static void write(Path file, JsonNode proof) {
        try {
            Files.write(file, List.of(JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(proof)), StandardCharsets.US_ASCII,
                    StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new OperatorException(file + " exists; name another file or folder.", e);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }
}
