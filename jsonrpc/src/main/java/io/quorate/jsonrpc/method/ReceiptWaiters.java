package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.CommittedBlock;
import io.quorate.jsonrpc.Registration;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.ledger.RecoveredTransaction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Those who wait for a transaction's block. As many as there are requests under way, which is bounded. */
final class ReceiptWaiters implements AutoCloseable {
    private static final int DROPPED_KEPT_MAX = 10_000;

    private final ChainQueries chain;
    /** Several may wait for one transaction, each with its own patience. */
    private final Map<Hash, List<CompletableFuture<Outcome>>> waiting = new ConcurrentHashMap<>();
    /** A drop may come between admission and the wait for it. Guarded by itself. */
    private final Map<Hash, Outcome.Dropped> dropped = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Outcome.Dropped> eldest) {
            return size() > DROPPED_KEPT_MAX;
        }
    };
    private final Registration blocks;
    private final Registration drops;
    private final Registration admissions;

    sealed interface Outcome {
        record Committed() implements Outcome {}

        record Dropped(int code, String message) implements Outcome {}

        record TimedOut() implements Outcome {}
    }

    ReceiptWaiters(ChainQueries chain, TransactionSubmitter submitter) {
        this.chain = chain;
        this.blocks = chain.onBlock(this::onBlock);
        this.drops = submitter.onDropped(this::onDropped);
        this.admissions = submitter.onAdmitted(this::onAdmitted);
    }

    /** Returns when the transaction is in a block, was dropped, or the time is over. */
    Outcome await(Hash transactionHash, Duration timeout) {
        CompletableFuture<Outcome> future = new CompletableFuture<>();
        waiting.merge(transactionHash, List.of(future), ReceiptWaiters::joined);
        try {
            if (chain.locate(transactionHash).isPresent()) {
                return new Outcome.Committed();
            }
            Outcome.Dropped early = droppedBefore(transactionHash);
            return early != null ? early : future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Outcome.TimedOut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.TimedOut();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails this future", e);
        } finally {
            waiting.computeIfPresent(transactionHash, (hash, futures) -> without(futures, future));
        }
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Null, which removes the entry, where nobody else waits. */
    private static <T> List<T> without(List<T> all, T one) {
        List<T> rest = all.stream().filter(other -> other != one).toList();
        return rest.isEmpty() ? null : rest;
    }

    private void complete(Hash transactionHash, Outcome outcome) {
        List<CompletableFuture<Outcome>> futures = waiting.remove(transactionHash);
        if (futures != null) {
            futures.forEach(future -> future.complete(outcome));
        }
    }

    private Outcome.Dropped droppedBefore(Hash transactionHash) {
        synchronized (dropped) {
            return dropped.remove(transactionHash);
        }
    }

    private void onBlock(CommittedBlock committed) {
        if (waiting.isEmpty()) {
            return;
        }
        for (RecoveredTransaction transaction : committed.block().transactions()) {
            complete(transaction.hash(), new Outcome.Committed());
        }
    }

    /** What was dropped may come again: it is not dropped any more. */
    private void onAdmitted(RecoveredTransaction transaction) {
        synchronized (dropped) {
            dropped.remove(transaction.hash());
        }
    }

    private void onDropped(TransactionSubmitter.Dropped drop) {
        Outcome.Dropped outcome = new Outcome.Dropped(drop.code(), drop.message());
        synchronized (dropped) {
            dropped.put(drop.transactionHash(), outcome);
        }
        complete(drop.transactionHash(), outcome);
    }

    @Override
    public void close() {
        blocks.close();
        drops.close();
        admissions.close();
    }
}
