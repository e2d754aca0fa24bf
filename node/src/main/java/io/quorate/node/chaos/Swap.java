package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.UInt256;
import org.apache.tuweni.bytes.Bytes;

/**
 * One acknowledged write to the register: a value that nobody else writes took the place of another.
 *
 * @param replica that acknowledged it
 * @param receipt as it was answered
 */
record Swap(int client, UInt256 before, UInt256 after, int replica, long invokedNanos,
        long completedNanos, JsonNode receipt) {
    /**
     * The register: without call data it returns its value; else it sets it to the word in the call data and logs
     * the old and the new one. Written out, with the creation code in front:
     * {@code calldatasize; jumpi write; return sload(0); write: log0(sload(0), calldata); sstore(0, calldata)}.
     */
    static final Bytes CREATION = Bytes.fromHexString("0x601e8060095f395ff3"
            + "36600c575f545f5260205ff3" + "5b5f545f525f35806020525f5560405fa000");

    static Swap of(int client, int replica, long invokedNanos, long completedNanos,
            JsonNode receipt) {
        JsonNode logs = receipt.path("logs");
        if (!receipt.path("status").asText().equals("0x1") || logs.size() != 1) {
            throw new ChaosException("a write to the register failed: " + receipt);
        }
        String data = logs.get(0).path("data").asText();
        return new Swap(client, UInt256.fromHex("0x" + data.substring(2, 66)),
                UInt256.fromHex("0x" + data.substring(66, 130)), replica, invokedNanos,
                completedNanos, receipt);
    }

    String hash() {
        return receipt.path("transactionHash").asText();
    }
}
