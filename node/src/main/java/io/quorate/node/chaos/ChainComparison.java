package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares the chains of all replicas, to the last receipt, with one another and with what clients were told. */
final class ChainComparison {
    private static final int BATCH = 50;

    private final List<Rpc> replicas;
    private final List<String> faults = new ArrayList<>();

    ChainComparison(List<Rpc> replicas) {
        this.replicas = replicas;
    }

    /** @param blocks that were compared */
    record Outcome(long blocks, List<String> faults) {
        Outcome {
            faults = List.copyOf(faults);
        }
    }

    /** All replicas must be at one height and nothing may be sent meanwhile. */
    Outcome compare(List<Swap> acknowledged) throws IOException {
        long height = Long.decode(replicas.getFirst().call("eth_blockNumber").asText());
        List<JsonNode> reference = fetch(replicas.getFirst(), height, "eth_getBlockReceipts",
                List.of());
        checkNonces(height);
        for (int replica = 0; replica < replicas.size(); replica++) {
            List<JsonNode> receipts = replica == 0 ? reference
                    : fetch(replicas.get(replica), height, "eth_getBlockReceipts", List.of());
            compareReceipts(replica, receipts, reference);
            requireAcknowledged(replica, receipts, acknowledged);
            compareHeads(replica, height);
        }
        return new Outcome(height + 1, faults);
    }

    private static List<JsonNode> fetch(Rpc rpc, long height, String method, List<Object> more)
            throws IOException {
        List<JsonNode> results = new ArrayList<>();
        for (long first = 0; first <= height; first += BATCH) {
            List<ObjectNode> requests = new ArrayList<>();
            for (long number = first; number <= Math.min(height, first + BATCH - 1); number++) {
                List<Object> parameters = new ArrayList<>(
                        List.of("0x" + Long.toHexString(number)));
                parameters.addAll(more);
                requests.add(Rpc.request(method, parameters.toArray()).put("id",
                        number - first));
            }
            JsonNode[] answers = new JsonNode[requests.size()];
            for (JsonNode answer : rpc.batch(requests)) {
                if (!answer.has("result")) throw new ChaosException(method + ": " + answer);
                answers[answer.path("id").asInt()] = answer.get("result");
            }
            results.addAll(List.of(answers));
        }
        return results;
    }

    private void compareReceipts(int replica, List<JsonNode> receipts, List<JsonNode> reference) {
        for (int number = 0; number < reference.size(); number++) {
            if (!receipts.get(number).equals(reference.get(number))) {
                faults.add("replica " + replica + " has other receipts in block " + number);
            }
        }
    }

    private void requireAcknowledged(int replica, List<JsonNode> blocks,
            List<Swap> acknowledged) {
        Map<String, JsonNode> byHash = new HashMap<>();
        blocks.forEach(block -> block.forEach(
                receipt -> byHash.put(receipt.path("transactionHash").asText(), receipt)));
        for (Swap swap : acknowledged) {
            if (!swap.receipt().equals(byHash.get(swap.hash()))) {
                faults.add("replica " + replica + " has for " + swap.hash() + " "
                        + byHash.get(swap.hash()) + ", but replica " + swap.replica()
                        + " acknowledged " + swap.receipt());
            }
        }
    }

    /** A block's hash covers all blocks before it. */
    private void compareHeads(int replica, long height) throws IOException {
        String number = "0x" + Long.toHexString(height);
        JsonNode head = replicas.get(replica).call("eth_getBlockByNumber", number, false);
        JsonNode reference = replicas.getFirst().call("eth_getBlockByNumber", number, false);
        if (!Objects.equals(head, reference)) {
            faults.add("replica " + replica + " has another block " + height + ": "
                    + head.path("hash") + ", not " + reference.path("hash"));
        }
    }

    /** Each account's transactions are in the chain once, in the order of their nonces, without a gap. */
    private void checkNonces(long height) throws IOException {
        Map<String, Long> next = new HashMap<>();
        for (JsonNode block : fetch(replicas.getFirst(), height, "eth_getBlockByNumber",
                List.of(true))) {
            for (JsonNode transaction : block.path("transactions")) {
                String sender = transaction.path("from").asText();
                long nonce = Long.decode(transaction.path("nonce").asText());
                long expected = next.getOrDefault(sender, 0L);
                if (nonce != expected) {
                    faults.add("nonce " + nonce + " of " + sender + " in block "
                            + block.path("number").asText() + ", expected " + expected);
                }
                next.put(sender, nonce + 1);
            }
        }
    }
}
