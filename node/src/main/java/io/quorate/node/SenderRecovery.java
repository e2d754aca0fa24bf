package io.quorate.node;

import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.Senders;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.SenderRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.tuweni.bytes.Bytes;

/**
 * Decodes transactions and finds their senders, which costs some 30 µs each, on as many threads as the
 * machine has processors. Shared by the replicas of a process. Safe for any thread.
 */
final class SenderRecovery implements AutoCloseable {
    private static final int CHUNK_LENGTH = 16;
    /** A full pool and as many that blocks took lately: 13 MB. */
    private static final int SENDERS_KEPT_MAX = 65_536;

    private final Senders senders;

    private final ExecutorService workers = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("recovery-", 0).daemon().factory());
    /** Apart from the others: what peers tell must not delay what is to be executed. */
    private final ExecutorService background = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("intake").daemon().factory());

    SenderRecovery() {
        this(new Senders(SENDERS_KEPT_MAX));
    }

    /** For a chain with its own idea of who sent a transaction. */
    static SenderRecovery by(SenderRule rule) {
        return new SenderRecovery(new Senders(SENDERS_KEPT_MAX, rule));
    }

    SenderRecovery(Senders senders) {
        this.senders = senders;
    }

    /** For those who know a transaction's hash, and its form. */
    Senders senders() {
        return senders;
    }

    /** Hands {@code task} to a thread of lower urgency. */
    void execute(Runnable task) {
        background.execute(task);
    }

    /** In the order given; empty for each that is no valid transaction. Not to be called by a worker. */
    List<Optional<RecoveredTransaction>> recoverAll(List<Bytes> encodings) {
        if (encodings.size() <= CHUNK_LENGTH) return recoverHere(encodings);
        List<Future<List<Optional<RecoveredTransaction>>>> chunks = new ArrayList<>();
        for (int from = CHUNK_LENGTH; from < encodings.size(); from += CHUNK_LENGTH) {
            List<Bytes> chunk = encodings.subList(from,
                    Math.min(encodings.size(), from + CHUNK_LENGTH));
            chunks.add(workers.submit(() -> recoverHere(chunk)));
        }
        List<Optional<RecoveredTransaction>> recovered = new ArrayList<>(
                recoverHere(encodings.subList(0, CHUNK_LENGTH)));
        chunks.forEach(chunk -> recovered.addAll(result(chunk)));
        return recovered;
    }

    /** As {@link #recoverAll}, on the calling thread. */
    List<Optional<RecoveredTransaction>> recoverHere(List<Bytes> encodings) {
        return encodings.stream().map(this::recover).toList();
    }

    private Optional<RecoveredTransaction> recover(Bytes encoded) {
        try {
            return Optional.of(senders.recover(encoded));
        } catch (DecodeException _) { // a hostile peer's or proposer's bytes: left out by rule
            return Optional.empty();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while senders were recovered", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("sender recovery failed", e.getCause());
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
        workers.shutdownNow();
    }
}
