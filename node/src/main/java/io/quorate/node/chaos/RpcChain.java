package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A chain over JSON-RPC. */
record RpcChain(Rpc rpc) implements ChainView {
    @Override
    public long height() throws IOException {
        return Long.decode(rpc.call("eth_blockNumber").asText());
    }

    @Override
    public List<JsonNode> receipts(long first, long last) throws IOException {
        return fetch("eth_getBlockReceipts", first, last, List.of());
    }

    @Override
    public List<JsonNode> blocks(long first, long last) throws IOException {
        return fetch("eth_getBlockByNumber", first, last, List.of(true));
    }

    private List<JsonNode> fetch(String method, long first, long last, List<Object> more)
            throws IOException {
        List<ObjectNode> requests = new ArrayList<>();
        for (long number = first; number <= last; number++) {
            List<Object> parameters = new ArrayList<>(List.of("0x" + Long.toHexString(number)));
            parameters.addAll(more);
            requests.add(Rpc.request(method, parameters.toArray()).put("id", number - first));
        }
        JsonNode[] answers = new JsonNode[requests.size()];
        for (JsonNode answer : rpc.batch(requests)) {
            if (!answer.has("result")) throw new ChaosException(method + ": " + answer);
            answers[answer.path("id").asInt()] = answer.get("result");
        }
        return List.of(answers);
    }
}
