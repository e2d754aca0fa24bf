package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TransactionCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;

/** A pool that takes every transaction and keeps it until told otherwise. */
public final class MemoryPool implements TransactionSubmitter {
    public final Map<Hash, RecoveredTransaction> waiting = new ConcurrentHashMap<>();
    public final List<RecoveredTransaction> queued = new java.util.ArrayList<>();
    public final Map<Hash, PoolPlace> places = new ConcurrentHashMap<>();
    public long pendingNonce;
    private final List<Consumer<RecoveredTransaction>> admitted = new CopyOnWriteArrayList<>();
    private final List<Consumer<Dropped>> dropped = new CopyOnWriteArrayList<>();

    @Override
    public Submission submit(Bytes raw) {
        RecoveredTransaction transaction;
        try {
            transaction = TransactionCodec.recover(raw);
        } catch (DecodeException e) {
            return new Submission.Refused(RejectionCode.INVALID_INPUT, e.getMessage());
        }
        if (waiting.putIfAbsent(transaction.hash(), transaction) != null) {
            return new Submission.Refused(RejectionCode.ALREADY_KNOWN, "already known");
        }
        admitted.forEach(listener -> listener.accept(transaction));
        return new Submission.Accepted(transaction.hash());
    }

    public void drop(Hash hash, int code, String message) {
        waiting.remove(hash);
        dropped.forEach(listener -> listener.accept(new Dropped(hash, code, message)));
    }

    @Override
    public long pendingNonce(Address sender) {
        return pendingNonce;
    }

    @Override
    public Optional<RecoveredTransaction> pending(Hash transactionHash) {
        return Optional.ofNullable(waiting.get(transactionHash));
    }

    @Override
    public PoolPlace place(Hash transactionHash) {
        return places.getOrDefault(transactionHash, new PoolPlace.Unknown());
    }

    @Override
    public PoolContent content() {
        return new PoolContent(List.copyOf(waiting.values()), queued);
    }

    @Override
    public Registration onAdmitted(Consumer<RecoveredTransaction> listener) {
        admitted.add(listener);
        return () -> admitted.remove(listener);
    }

    @Override
    public Registration onDropped(Consumer<Dropped> listener) {
        dropped.add(listener);
        return () -> dropped.remove(listener);
    }
}
