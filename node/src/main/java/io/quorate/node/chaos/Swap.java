package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.UInt256;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;

/**
 * One acknowledged write to the register: a value that nobody else writes took the place of another.
 *
 * @param before a value of {@link WriteLog}, as is {@code after}
 * @param replica that acknowledged it
 * @param digest of the receipt as it was answered
 */
record Swap(long before, long after, int replica, long invokedNanos, long completedNanos,
        long digest) {
    /**
     * The register: without call data it returns its value; else it sets it to the word in the call data and logs
     * the old and the new one. Written out, with the creation code in front:
     * {@code calldatasize; jumpi write; return sload(0); write: log0(sload(0), calldata); sstore(0, calldata)}.
     */
    static final Bytes CREATION = Bytes.fromHexString("0x601e8060095f395ff3"
            + "36600c575f545f5260205ff3" + "5b5f545f525f35806020525f5560405fa000");

    static Swap of(int replica, long invokedNanos, long completedNanos, JsonNode receipt) {
        OptionalLong before = word(receipt, 0);
        OptionalLong after = word(receipt, 1);
        if (!receipt.path("status").asText().equals("0x1") || before.isEmpty() || after.isEmpty()) {
            throw new ChaosException("a write to the register failed: " + receipt);
        }
        return new Swap(before.getAsLong(), after.getAsLong(), replica, invokedNanos,
                completedNanos, ReceiptDigest.of(receipt));
    }

    /** What a receipt says was written; empty if it is not one of a write to the register. */
    static OptionalLong written(JsonNode receipt) {
        return word(receipt, 1);
    }

    private static OptionalLong word(JsonNode receipt, int index) {
        JsonNode logs = receipt.path("logs");
        String data = logs.path(0).path("data").asText();
        if (logs.size() != 1 || data.length() != 130) return OptionalLong.empty();
        int start = 2 + 64 * index;
        UInt256 word = UInt256.fromHex("0x" + data.substring(start, start + 64));
        return word.fitsLong() ? OptionalLong.of(word.toLongExact()) : OptionalLong.empty();
    }
}
