package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.node.bench.Wallet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.tuweni.bytes.Bytes;

/**
 * Writes to the register and reads it, one after another, from an account of its own. A write that is not
 * answered is offered, the same bytes, to the next replica, until one shows its receipt.
 */
final class SwapClient {
    private static final long GAS = 100_000;
    private static final int ANSWER_MILLIS = 2_000;
    private static final Duration RETRY = Duration.ofMillis(50);

    private final int number;
    private final Wallet wallet;
    private final Address register;
    private final List<Rpc> replicas;
    private final History history;
    private final Duration pause;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean abandoned;
    private volatile String lastRefusal = "";
    private volatile Optional<String> failure = Optional.empty();
    private long written;

    SwapClient(int number, Wallet wallet, Address register, List<Rpc> replicas, History history,
            Duration pause) {
        this.number = number;
        this.wallet = wallet;
        this.register = register;
        this.replicas = replicas;
        this.history = history;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name("client-" + number)
                .uncaughtExceptionHandler((_, e) -> failure = Optional
                        .of("client " + number + ": " + e.getMessage()))
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopped) {
            UInt256 value = UInt256.of(WriteLog.value(number, ++written));
            Bytes raw = wallet.sign(Optional.of(register), value.toBytes(), GAS);
            String hash = Keccak256.hash(raw).toString();
            long invoked = System.nanoTime();
            boolean done = false;
            for (int attempt = 0; !done && !abandoned; attempt++) {
                int replica = (number + attempt) % replicas.size();
                done = offer(replica, raw.toHexString(), hash, invoked, attempt > 0);
                if (!done) LockSupport.parkNanos(RETRY.toNanos());
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private boolean offer(int replica, String raw, String hash, long invoked, boolean again) {
        try {
            Rpc rpc = replicas.get(replica);
            Optional<JsonNode> receipt = again ? known(rpc, hash) : Optional.empty();
            if (receipt.isEmpty()) {
                JsonNode answer = rpc.answer("eth_sendRawTransactionSync", raw, ANSWER_MILLIS);
                receipt = Optional.of(answer.path("result")).filter(r -> r.hasNonNull("blockHash"));
                if (receipt.isEmpty()) lastRefusal = answer.toString();
            }
            if (receipt.isEmpty()) return false;
            history.add(Swap.of(replica, invoked, System.nanoTime(), receipt.get()));
            read(replica);
            return true;
        } catch (IOException e) {
            lastRefusal = String.valueOf(e);
            return false;
        }
    }

    private static Optional<JsonNode> known(Rpc rpc, String hash) throws IOException {
        return Optional.of(rpc.answer("eth_getTransactionReceipt", hash).path("result"))
                .filter(receipt -> receipt.hasNonNull("blockHash"));
    }

    private void read(int replica) {
        long invoked = System.nanoTime();
        try {
            JsonNode value = replicas.get(replica).answer("eth_call",
                    Map.of("to", register.toString()), "latest").path("result");
            if (value.asText().length() != 66) return; // refused: it tells nothing
            history.add(new History.Read(replica, UInt256.fromHex(value.asText()), invoked,
                    System.nanoTime()));
        } catch (IOException e) {
            lastRefusal = String.valueOf(e);
        }
    }

    /** Begins no further write. */
    void stop() {
        stopped = true;
    }

    /** False if the last write is not acknowledged within the limit; it is given up then. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        boolean ended = thread.join(limit);
        abandoned = true;
        return ended;
    }

    /** What no client may ever see, such as a failed write; it stopped then. */
    Optional<String> failure() {
        return failure;
    }

    String describe() {
        return "client " + number + ", write " + written + ", last refusal " + lastRefusal;
    }
}
