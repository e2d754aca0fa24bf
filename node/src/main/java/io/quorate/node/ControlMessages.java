package io.quorate.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What is said over the control socket of a replica: one JSON object a line, a request and its answer. {@code
 * {"do":"checkpoint","to":"/folder"}} is answered by {@code {}}, {@code {"do":"proof","slot":7}} by {@code
 * {"records":[…],"certificate":"0x…"}} or, where there is none yet, {@code {}}; what fails by {@code {"error":"…"}}.
 */
final class ControlMessages {
    static final int REQUEST_BYTES_MAX = 16 * 1024;
    /** Records of some 250 bytes and one certificate, as digits. */
    static final int ANSWER_BYTES_MAX = 8 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ControlMessages() {}

    /** What a replica can be asked for. */
    sealed interface Request {
        record Checkpoint(Path directory) implements Request {}

        record Proof(long slot) implements Request {}
    }

    static String encode(Request request) {
        ObjectNode json = JSON.createObjectNode();
        switch (request) {
            case Request.Checkpoint(var directory) ->
                    json.put("do", "checkpoint").put("to", directory.toString());
            case Request.Proof(var slot) -> json.put("do", "proof").put("slot", slot);
        }
        return json.toString();
    }

    /** Fails with {@link IllegalArgumentException} for anything that {@link #encode} would not have written. */
    static Request request(String line) {
        JsonNode json = parse(line);
        return switch (json.path("do").asText()) {
            case "checkpoint" -> {
                Path directory = Path.of(text(json, "to"));
                if (!directory.isAbsolute()) {
                    throw new IllegalArgumentException(directory + " is no absolute path");
                }
                yield new Request.Checkpoint(directory.normalize());
            }
            case "proof" -> {
                if (!json.path("slot").canConvertToLong() || json.get("slot").asLong() < 1) {
                    throw new IllegalArgumentException("'slot' is no number above 0");
                }
                yield new Request.Proof(json.get("slot").asLong());
            }
            default -> throw new IllegalArgumentException(
                    "'do' is neither 'checkpoint' nor 'proof'");
        };
    }

    static String done() {
        return "{}";
    }

    static String error(String what) {
        return JSON.createObjectNode().put("error", what).toString();
    }

    static String proof(Optional<CertifiedSlot> proof) {
        ObjectNode json = JSON.createObjectNode();
        proof.ifPresent(found -> write(json, found));
        return json.toString();
    }

    static void write(ObjectNode json, CertifiedSlot proof) {
        ArrayNode records = json.putArray("records");
        proof.records().forEach(one -> records.add(one.toHexString()));
        json.put("certificate", proof.certificate().toHexString());
    }

    /** Empty for an object without these fields. Fails with {@link IllegalArgumentException}. */
    static Optional<CertifiedSlot> readProof(JsonNode json) {
        if (!json.has("records")) return Optional.empty();
        JsonNode array = json.get("records");
        if (!array.isArray() || array.isEmpty() || array.size() > CertifiedSlot.RECORDS_MAX) {
            throw new IllegalArgumentException("'records' is no list of 1 to "
                    + CertifiedSlot.RECORDS_MAX + " records");
        }
        List<Bytes> records = new ArrayList<>();
        array.forEach(one -> records.add(Bytes.fromHexString(one.asText())));
        return Optional.of(new CertifiedSlot(records,
                Bytes.fromHexString(text(json, "certificate"))));
    }

    /** An answer that is no error. Fails with {@link OperatorException} for one that is. */
    static JsonNode answer(String line) {
        JsonNode json = parse(line);
        if (json.has("error")) {
            throw new OperatorException(
                    "The replica refuses: " + json.get("error").asText() + ".");
        }
        return json;
    }

    static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException("'" + field + "' is missing or no text");
        }
        return json.get(field).asText();
    }

    private static JsonNode parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (json == null || !json.isObject()) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
