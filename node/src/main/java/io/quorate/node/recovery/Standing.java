package io.quorate.node.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bft.Digest;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Where a stopped replica stands: what operators compare before they agree on a slot.
 *
 * @param epoch that of the next slot
 * @param executed the last slot that is durable here; 0 before the first
 * @param result digest of that slot's record
 * @param certified the last slot with a BlockCert, which may lie beyond {@code executed}; 0 for none
 * @param incarnation of the ordering log; empty where there is no log yet
 * @param votes whether the epoch names that log
 */
public record Standing(long chainId, Digest genesis, int member, String name, long epoch,
        long executed, Digest result, long certified, Optional<Bytes> incarnation, boolean votes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("chainId", chainId).put("genesisHash", "0x" + genesis).put("member", member)
                .put("name", name).put("epoch", epoch).put("executedSlot", executed)
                .put("resultDigest", "0x" + result).put("certifiedSlot", certified)
                .put("incarnation", incarnation.map(Bytes::toHexString).orElse(null))
                .put("votes", votes);
        return json.toString();
    }

    /** Of a file with what {@link #toJson} gave. */
    public static Standing read(Path file) {
        try {
            return of(JSON.readTree(Files.readString(file)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new OperatorException(file + " is not what 'recovery status --json' prints: "
                    + e.getMessage().lines().findFirst().orElse("") + ".", e);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static Standing of(JsonNode json) {
        Optional<Bytes> incarnation = field(json, "incarnation").isNull() ? Optional.empty()
                : Optional.of(Bytes.fromHexString(text(json, "incarnation")));
        return new Standing(number(json, "chainId"), digest(json, "genesisHash"),
                Math.toIntExact(number(json, "member")), text(json, "name"),
                number(json, "epoch"), number(json, "executedSlot"),
                digest(json, "resultDigest"), number(json, "certifiedSlot"), incarnation,
                field(json, "votes").asBoolean());
    }

    private static JsonNode field(JsonNode json, String name) {
        if (!json.has(name)) throw new IllegalArgumentException("it has no '" + name + "'");
        return json.get(name);
    }

    private static long number(JsonNode json, String name) {
        JsonNode field = field(json, name);
        if (!field.canConvertToLong() || field.asLong() < 0 || field.isTextual()) {
            throw new IllegalArgumentException("'" + name + "' is no number from 0 on");
        }
        return field.asLong();
    }

    private static String text(JsonNode json, String name) {
        if (!field(json, name).isTextual()) {
            throw new IllegalArgumentException("'" + name + "' is no text");
        }
        return json.get(name).asText();
    }

    private static Digest digest(JsonNode json, String name) {
        return Digest.of(Bytes.fromHexString(text(json, name)));
    }
}
