package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Compares the chains of all replicas, to the last receipt, with one another and with what clients were told. Some
 * blocks of each chain are held at a time, and a bit for each acknowledged write and replica.
 */
final class ChainComparison {
    private static final int BATCH = 50;

    private final List<? extends ChainView> replicas;
    private final WriteLog acknowledged;
    private final List<List<BitSet>> found = new ArrayList<>();
    private final Map<String, Long> nextNonce = new HashMap<>();
    private final Faults faults = new Faults();

    ChainComparison(List<? extends ChainView> replicas, WriteLog acknowledged) {
        this.replicas = replicas;
        this.acknowledged = acknowledged;
        for (int replica = 0; replica < replicas.size(); replica++) {
            List<BitSet> clients = new ArrayList<>();
            for (int client = 0; client < acknowledged.clients(); client++) {
                clients.add(new BitSet());
            }
            found.add(clients);
        }
    }

    /** @param blocks that were compared */
    record Outcome(long blocks, List<String> faults) {
        Outcome {
            faults = List.copyOf(faults);
        }
    }

    /** All replicas must be at one height and nothing may be sent meanwhile. */
    Outcome compare() throws IOException {
        long height = replicas.getFirst().height();
        for (long first = 0; first <= height; first += BATCH) {
            compare(first, Math.min(height, first + BATCH - 1));
        }
        for (int replica = 0; replica < replicas.size(); replica++) {
            requireAll(replica);
        }
        compareHeads(height);
        return new Outcome(height + 1, faults.list());
    }

    private void compare(long first, long last) throws IOException {
        replicas.getFirst().blocks(first, last).forEach(this::checkNonces);
        List<JsonNode> reference = replicas.getFirst().receipts(first, last);
        for (int replica = 0; replica < replicas.size(); replica++) {
            List<JsonNode> receipts = replica == 0 ? reference
                    : replicas.get(replica).receipts(first, last);
            for (int i = 0; i < reference.size(); i++) {
                if (!receipts.get(i).equals(reference.get(i))) {
                    faults.add("replica " + replica + " has other receipts in block "
                            + (first + i));
                }
                for (JsonNode receipt : receipts.get(i)) {
                    compareToAnswer(replica, receipt);
                }
            }
        }
    }

    private void compareToAnswer(int replica, JsonNode receipt) {
        OptionalLong written = Swap.written(receipt);
        if (written.isEmpty() || !acknowledged.has(written.getAsLong())) return;
        long value = written.getAsLong();
        found.get(replica).get(WriteLog.client(value)).set((int) WriteLog.number(value));
        if (ReceiptDigest.of(receipt) != acknowledged.digest(value)) {
            faults.add("replica " + replica + " has for " + WriteLog.describe(value) + " "
                    + receipt + ", but replica " + acknowledged.replica(value)
                    + " acknowledged it with another receipt");
        }
    }

    private void requireAll(int replica) {
        for (int client = 0; client < acknowledged.clients(); client++) {
            BitSet has = found.get(replica).get(client);
            for (int number = has.nextClearBit(1); number <= acknowledged
                    .acknowledged(client); number = has.nextClearBit(number + 1)) {
                long value = WriteLog.value(client, number);
                faults.add("replica " + replica + " lacks " + WriteLog.describe(value)
                        + ", which replica " + acknowledged.replica(value) + " acknowledged");
            }
        }
    }

    /** A block's hash covers all blocks before it. */
    private void compareHeads(long height) throws IOException {
        JsonNode reference = replicas.getFirst().blocks(height, height).getFirst();
        for (int replica = 1; replica < replicas.size(); replica++) {
            JsonNode head = replicas.get(replica).blocks(height, height).getFirst();
            if (!head.equals(reference)) {
                faults.add("replica " + replica + " has another block " + height + ": "
                        + head.path("hash") + ", not " + reference.path("hash"));
            }
        }
    }

    /** Each account's transactions are in the chain once, in the order of their nonces, without a gap. */
    private void checkNonces(JsonNode block) {
        for (JsonNode transaction : block.path("transactions")) {
            String sender = transaction.path("from").asText();
            long nonce = Long.decode(transaction.path("nonce").asText());
            long expected = nextNonce.getOrDefault(sender, 0L);
            if (nonce != expected) {
                faults.add("nonce " + nonce + " of " + sender + " in block "
                        + block.path("number").asText() + ", expected " + expected);
            }
            nextNonce.put(sender, nonce + 1);
        }
    }
}
