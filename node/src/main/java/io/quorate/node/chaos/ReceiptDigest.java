package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Stands for a receipt, all its fields included, in eight bytes of a SHA-256: receipts do not differ on purpose. */
final class ReceiptDigest {
    private ReceiptDigest() {}

    /** The same for equal receipts, whatever the order of their fields. */
    static long of(JsonNode receipt) {
        StringBuilder canonical = new StringBuilder();
        write(receipt, canonical);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(
                    canonical.toString().getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void write(JsonNode node, StringBuilder canonical) {
        if (node.isObject()) {
            List<String> names = node.propertyStream().map(field -> field.getKey()).sorted()
                    .toList();
            canonical.append('{');
            for (String name : names) {
                canonical.append(name).append(':');
                write(node.get(name), canonical);
            }
            canonical.append('}');
        } else if (node.isArray()) {
            canonical.append('[');
            node.forEach(element -> write(element, canonical));
            canonical.append(']');
        } else {
            canonical.append(node).append(',');
        }
    }
}
