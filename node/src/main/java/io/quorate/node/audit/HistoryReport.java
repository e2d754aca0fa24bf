package io.quorate.node.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.primitives.UInt256;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.client.ReplicaEndpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints the changes of one entry, page after page, as text or as a JSON object a line. */
public final class HistoryReport {
    private final ReplicaClient client;
    private final PrintWriter out;
    private final FunctionNames functions;
    private final Output output;
    /** The last block whose proof was written. */
    private String provedBlock = "";

    /** What is asked. */
    public record Question(String address, String entry, String fromBlock, String toBlock) {}

    /**
     * How it is told.
     *
     * @param json a JSON object a change, instead of text
     * @param proofs a folder for a file of a proof for each block with a change
     */
    public record Output(boolean json, Optional<Path> proofs) {}

    private HistoryReport(ReplicaClient client, FunctionNames functions, Output output,
            PrintWriter out) {
        this.client = client;
        this.functions = functions;
        this.output = output;
        this.out = out;
    }

    /**
     * Returns how many changes were printed. Fails with {@link io.quorate.node.OperatorException}.
     *
     * @param endpoint of a replica's JSON-RPC
     * @param layout of the contract's storage, as the Solidity compiler tells it
     * @param abis files from which functions get their names
     */
    public static long print(ReplicaEndpoint endpoint, Question question, Optional<Path> layout,
            List<Path> abis, Output output, PrintWriter out) {
        EntryName entry = EntryName.parse(question.entry(), layout.map(StorageLayout::read));
        output.proofs().ifPresent(HistoryReport::makeFolder);
        try (ReplicaClient client = new ReplicaClient(endpoint)) {
            return new HistoryReport(client, FunctionNames.read(abis), output, out).run(question,
                    entry);
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new OperatorException("--prove: " + folder + " cannot be made: "
                    + e.getMessage() + ".", e);
        }
    }

    private long run(Question question, EntryName entry) {
        long printed = 0;
        Optional<JsonNode> after = Optional.empty();
        do {
            ObjectNode options = client.object();
            after.ifPresent(position -> options.set("after", position));
            JsonNode page = client.call("audit_getHistory", question.address(),
                    entry.parameter(), question.fromBlock(), question.toBlock(), options);
            for (JsonNode change : page.path("changes")) {
                print(question, entry, change);
                printed++;
            }
            out.flush();
            after = page.path("next").isObject() ? Optional.of(page.get("next"))
                    : Optional.empty();
        } while (after.isPresent());
        if (!output.json()) {
            out.println(printed == 0 ? "no change" : printed + (printed == 1 ? " change"
                    : " changes"));
            out.flush();
        }
        return printed;
    }

    private void print(Question question, EntryName entry, JsonNode change) {
        String before = shown(entry, change.path("oldValue").asText());
        String after = shown(entry, change.path("newValue").asText());
        if (entry.part().isPresent() && before.equals(after)) {
            return; // another variable in the same slot
        }
        String function = function(change);
        Optional<Path> proof = prove(question, entry, change);
        if (output.json()) {
            ObjectNode line = change.deepCopy();
            line.put("entry", entry.text()).put("old", before).put("new", after);
            if (!function.isEmpty()) line.put("function", function);
            proof.ifPresent(file -> line.put("proof", file.toString()));
            out.println(line);
            return;
        }
        out.println("block " + number(change.path("blockNumber")) + "  "
                + Instant.ofEpochSecond(number(change.path("timestamp"))) + "  " + entry.text()
                + " of " + question.address());
        out.println("    " + before + " -> " + after);
        out.println("    " + cause(change, function));
        proof.ifPresent(file -> out.println("    proof in " + file));
        out.println();
    }

    /** One file for all changes of a block, since headers tell of nothing in between. */
    private Optional<Path> prove(Question question, EntryName entry, JsonNode change) {
        String block = change.path("blockNumber").asText();
        Optional<Path> file = output.proofs()
                .map(folder -> folder.resolve("block-" + Long.decode(block) + ".proof.json"));
        if (file.isPresent() && !block.equals(provedBlock)) {
            new ProofMaker(client).writeChange(file.get(), question.address(), entry, block);
            provedBlock = block;
        }
        return file;
    }

    private String function(JsonNode change) {
        if (!change.has("transactionHash") || change.path("to").isNull()) {
            return "";
        }
        return functions.of(client
                .call("eth_getTransactionByHash", change.path("transactionHash").asText())
                .path("input").asText());
    }

    private static String cause(JsonNode change, String function) {
        if (!change.has("transactionHash")) {
            return switch (change.path("cause").asText()) {
                case "genesis" -> "by the genesis file";
                case "blockStart" -> "by the protocol, before the block's transactions";
                default -> "by the protocol, after the block's transactions";
            };
        }
        List<String> path = new ArrayList<>();
        change.path("callPath").forEach(frame -> path.add(
                frame.path("type").asText().toLowerCase(java.util.Locale.ROOT) + " "
                        + frame.path("to").asText()));
        return "by " + change.path("from").asText() + " in transaction "
                + change.path("transactionHash").asText()
                + (function.isEmpty() ? "" : ", " + function)
                + (path.isEmpty() ? "" : System.lineSeparator() + "    through "
                        + String.join(" > ", path));
    }

    private static long number(JsonNode quantity) {
        return Long.parseLong(quantity.asText("0x0").substring(2), 16);
    }

    /** Numbers in decimal; what has no type as it is. */
    private static String shown(EntryName entry, String value) {
        if (entry.parameter().equals("balance") || entry.parameter().equals("nonce")) {
            return UInt256.fromHex(value).toBigInteger().toString();
        }
        return entry.part().map(part -> typed(part, part.of(UInt256.fromHex(value))))
                .orElse(value);
    }

    private static String typed(EntryName.Part part, UInt256 value) {
        String label = part.label();
        if (label.equals("bool")) {
            return value.isZero() ? "false" : "true";
        }
        if (label.startsWith("uint") || label.startsWith("enum")) {
            return value.toBigInteger().toString();
        }
        if (label.startsWith("int")) {
            var number = value.toBigInteger();
            return number.testBit(8 * part.bytes() - 1)
                    ? number.subtract(java.math.BigInteger.ONE.shiftLeft(8 * part.bytes()))
                            .toString()
                    : number.toString();
        }
        return value.toBytes().slice(UInt256.SIZE - part.bytes()).toHexString();
    }
}
