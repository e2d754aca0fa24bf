package io.quorate.node.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.jsonrpc.AccessLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A line of an access journal. Its hash is SHA-256 over the hash of the line before (32 bytes, zero at first) and the line's text
 * up to its member {@code hash}.
 *
 * @param seq 1 for the first line, and one more for each
 * @param missed requests before this one that could not be written
 */
public record JournalLine(long seq, Instant time, String identity, String remote, String method,
        String target, String block, int code, long missed, byte[] hash) {
    static final int HASH_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HASH = ",\"hash\":\"0x";
    private static final String END = "\"}";

    /** What makes the next line. */
    record Written(String text, byte[] hash) {}

    static Written write(long seq, Instant time, AccessLog.Entry entry, long missed,
            byte[] before) {
        var line = JSON.createObjectNode().put("seq", seq).put("time", time.toString())
                .put("identity", entry.identity()).put("remote", entry.remote())
                .put("method", entry.method()).put("target", entry.target())
                .put("block", entry.block()).put("code", entry.code());
        if (missed > 0) {
            line.put("missed", missed);
        }
        String text = line.toString();
        String body = text.substring(0, text.length() - 1);
        byte[] hash = hash(before, body);
        return new Written(body + HASH + HexFormat.of().formatHex(hash) + END, hash);
    }

    /** Empty where {@code text} is no line, or not one that follows a line with the hash {@code before}. */
    static Optional<JournalLine> following(byte[] before, String text) {
        return parse(text).filter(line -> MessageDigest.isEqual(line.hash,
                hash(before, text.substring(0, text.lastIndexOf(HASH)))));
    }

    /** Empty where {@code text} is no line; its hash is not looked at. */
    static Optional<JournalLine> parse(String text) {
        int body = text.lastIndexOf(HASH);
        if (body < 0 || !text.endsWith(END)
                || text.length() != body + HASH.length() + 2 * HASH_BYTES + END.length()) {
            return Optional.empty();
        }
        try {
            JsonNode line = JSON.readTree(text);
            return Optional.of(new JournalLine(line.path("seq").asLong(),
                    Instant.parse(line.path("time").asText()), line.path("identity").asText(),
                    line.path("remote").asText(), line.path("method").asText(),
                    line.path("target").asText(), line.path("block").asText(),
                    line.path("code").asInt(), line.path("missed").asLong(),
                    HexFormat.of().parseHex(text, body + HASH.length(),
                            text.length() - END.length())));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty(); // whoever asks says where it stands
        }
    }

    private static byte[] hash(byte[] before, String body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            return digest.digest(body.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
