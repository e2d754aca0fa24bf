package io.quorate.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Sends transactions one after another through {@code eth_sendRawTransactionSync} and remembers every
 * receipt: what a receipt was returned for must never be lost.
 */
public final class Load implements AutoCloseable {
    private final Wallet wallet;
    private final List<RpcClient> targets;
    private final Map<String, JsonNode> acknowledged = new ConcurrentHashMap<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    private Load(Wallet wallet, List<RpcClient> targets) {
        this.wallet = wallet;
        this.targets = targets;
        this.thread = Thread.ofVirtual().name("load").unstarted(this::run);
    }

    /** Each transaction goes to the first target that takes it; those that do not answer are passed over. */
    public static Load start(Wallet wallet, List<RpcClient> targets) {
        Load load = new Load(wallet, List.copyOf(targets));
        load.thread.start();
        return load;
    }

    private void run() {
        while (!stopped) {
            String raw = wallet.signPing();
            boolean done = false;
            for (int attempt = 0; !done && !stopped; attempt++) {
                done = offer(targets.get(attempt % targets.size()), raw);
            }
        }
    }

    private boolean offer(RpcClient target, String raw) {
        try {
            JsonNode answer = target.answer("eth_sendRawTransactionSync", raw, 5_000);
            if (answer.has("result") && answer.get("result").hasNonNull("blockHash")) {
                JsonNode receipt = answer.get("result");
                acknowledged.put(receipt.get("transactionHash").asText(), receipt);
                return true;
            }
            String refusal = String.valueOf(answer.get("error"));
            refusals.add(refusal);
            // Known or already used: an earlier attempt, whose answer was lost, has got through.
            return refusal.contains("nonce too low") || refusal.contains("already known");
        } catch (UncheckedIOException e) {
            return false; // the target is down: the next one is asked
        }
    }

    /** Receipts by transaction hash, as they were returned. */
    public Map<String, JsonNode> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    public int count() {
        return acknowledged.size();
    }

    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    @Override
    public void close() {
        stop();
    }

    /** Sends no more; returns when the last answer is in. */
    public void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
