package io.quorate.node;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.Permissions;
import io.quorate.execution.Senders;
import io.quorate.jsonrpc.PoolPlace;
import io.quorate.jsonrpc.Registration;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.ledger.PooledTransaction;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.node.pool.Accounts;
import io.quorate.node.pool.Admission;
import io.quorate.node.pool.PoolLimits;
import io.quorate.node.pool.PoolListener;
import io.quorate.node.pool.PoolSnapshot;
import io.quorate.node.pool.Refusal;
import io.quorate.node.pool.TransactionPool;
import io.quorate.node.pool.TransactionRules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/**
 * The way into the pool, for clients and for peers: decode, recover the sender, check, admit, tell. Also
 * what JSON-RPC may ask of waiting transactions. Safe for any thread.
 */
final class Intake implements TransactionSubmitter {
    private final TransactionPool pool;
    private final Supplier<TransactionRules> rules;
    private final Senders senders;
    private final Outlets outlets;
    private final Listeners listeners;
    private final Refusals refusals;
    /** By which what waits was judged last; on the executing thread. */
    private Permissions judgedBy = Permissions.NONE;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** Where admitted transactions go on to. */
    interface Outlets {
        /** One that a client gave to this replica. */
        void tellPeers(RecoveredTransaction transaction);

        /** Ordering has something to propose. */
        void workAvailable();

        /** A client's was admitted; work on it began at that {@code System.nanoTime()}. */
        default void submitted(Hash transaction, long startNanos) {
            // nobody measures
        }

        /** As {@link #submitted}, of a peer's. */
        default void gossiped(Hash transaction, long startNanos) {
            // nobody measures
        }
    }

    /** {@code rules} are those of the next block. */
    Intake(PoolLimits limits, Accounts accounts, Supplier<TransactionRules> rules,
            Senders senders, Outlets outlets, Refusals refusals) {
        this.senders = senders;
        this.refusals = refusals;
        this.listeners = new Listeners(refusals);
        this.pool = new TransactionPool(limits, accounts, System::currentTimeMillis, listeners);
        this.rules = rules;
        this.outlets = outlets;
    }

    TransactionPool pool() {
        return pool;
    }

    @Override
    public Submission submit(Bytes raw) {
        return switch (admit(raw)) {
            case Admission.Admitted(Hash hash) -> {
                accepted.increment();
                yield new Submission.Accepted(hash);
            }
            case Admission.Refused(Refusal refusal) -> {
                refused.increment();
                yield new Submission.Refused(refusal.reason().code(), refusal.message());
            }
        };
    }

    private Admission admit(Bytes raw) {
        Attempt attempt = attempt(raw);
        if (attempt.admission instanceof Admission.Refused(Refusal refusal)) {
            refusals.byIntake(refusal, attempt.transaction);
        }
        return attempt.admission;
    }

    /** {@code transaction} is absent where the sender was not asked for. */
    private record Attempt(Admission admission, Optional<RecoveredTransaction> transaction) {
        static Attempt refused(Refusal refusal) {
            return new Attempt(new Admission.Refused(refusal), Optional.empty());
        }
    }

    private Attempt attempt(Bytes raw) {
        long startNanos = System.nanoTime();
        TransactionRules current = rules.get();
        RecoveredTransaction recovered;
        try {
            PooledTransaction pooled = TransactionCodec.decodePooled(raw);
            Hash hash = Keccak256.hash(pooled.encoded());
            if (pool.find(hash).isPresent()) {
                return Attempt.refused(
                        new Refusal(Refusal.Reason.ALREADY_KNOWN, "already known"));
            }
            Optional<Refusal> form = current.checkForm(pooled.transaction(),
                    pooled.encoded().size());
            if (form.isPresent()) return noted(hash, form.get());
            Address sender = senders.sender(pooled.transaction(), hash, current.rules().fork());
            recovered = new RecoveredTransaction(pooled.transaction(), sender, hash,
                    pooled.encoded());
        } catch (DecodeException e) {
            return noted(Keccak256.hash(raw), new Refusal(Refusal.Reason.MALFORMED,
                    "invalid transaction: " + e.getMessage()));
        }
        Admission admission = pool.add(recovered, current, true);
        switch (admission) {
            case Admission.Admitted _ -> {
                outlets.submitted(recovered.hash(), startNanos);
                outlets.tellPeers(recovered);
                outlets.workAvailable();
            }
            case Admission.Refused(Refusal refusal) -> {
                if (refusal.reason() != Refusal.Reason.ALREADY_KNOWN) {
                    pool.noteRefused(recovered.hash(), refusal);
                }
            }
        }
        return new Attempt(admission, Optional.of(recovered));
    }

    /** For whoever asks later what became of it. */
    private Attempt noted(Hash hash, Refusal refusal) {
        pool.noteRefused(hash, refusal);
        return Attempt.refused(refusal);
    }

    /** On the executing thread: where the rules of accounts and contracts changed, what they forbid now waits no longer. */
    void afterSlot() {
        TransactionRules current = rules.get();
        if (current.permissions().isSameAs(judgedBy)) return;
        judgedBy = current.permissions();
        pool.dropRefused(current::checkPermitted);
    }

    /** Whether a peer's transaction needs no look any more. */
    boolean isKnown(Hash hash) {
        return pool.needsNoLook(hash);
    }

    /** What is refused here is refused silently: the replica that a client gave it to has told the client. */
    void addFromPeer(RecoveredTransaction transaction) {
        long startNanos = System.nanoTime();
        TransactionRules current = rules.get();
        if (current.checkForm(transaction.transaction(), transaction.encoded().size())
                .isPresent()) {
            return;
        }
        if (pool.add(transaction, current, false) instanceof Admission.Admitted) {
            outlets.gossiped(transaction.hash(), startNanos);
            outlets.workAvailable();
        }
    }

    List<RecoveredTransaction> dueForOffering(boolean local, int countMax) {
        return pool.dueForOffering(local, countMax);
    }

    List<RecoveredTransaction> local(int countMax) {
        return pool.local(countMax);
    }

    /** See {@link TransactionPool#isCensoredBy}, under the rules of the next block. */
    boolean isCensoredBy(int proposer, int roomBytes) {
        return pool.isCensoredBy(proposer, roomBytes, rules.get());
    }

    long acceptedCount() {
        return accepted.sum();
    }

    long refusedCount() {
        return refused.sum();
    }

    @Override
    public long pendingNonce(Address sender) {
        return pool.pendingNonce(sender);
    }

    @Override
    public Optional<RecoveredTransaction> pending(Hash transactionHash) {
        return pool.find(transactionHash);
    }

    @Override
    public PoolPlace place(Hash transactionHash) {
        return pool.place(transactionHash);
    }

    @Override
    public PoolContent content() {
        PoolSnapshot snapshot = pool.snapshot();
        return new PoolContent(snapshot.pending(), snapshot.queued());
    }

    @Override
    public Registration onAdmitted(Consumer<RecoveredTransaction> listener) {
        listeners.admitted.add(listener);
        return () -> listeners.admitted.remove(listener);
    }

    @Override
    public Registration onDropped(Consumer<Dropped> listener) {
        listeners.dropped.add(listener);
        return () -> listeners.dropped.remove(listener);
    }

    @Override
    public Optional<Dropped> dropped(Hash transactionHash) {
        return pool.droppedBecause(transactionHash)
                .map(refusal -> droppedEvent(transactionHash, refusal));
    }

    private static Dropped droppedEvent(Hash transactionHash, Refusal refusal) {
        return new Dropped(transactionHash, refusal.reason().code(), refusal.message());
    }

    private static final class Listeners implements PoolListener {
        private final Refusals refusals;

        Listeners(Refusals refusals) {
            this.refusals = refusals;
        }

        private final List<Consumer<RecoveredTransaction>> admitted = new CopyOnWriteArrayList<>();
        private final List<Consumer<Dropped>> dropped = new CopyOnWriteArrayList<>();

        @Override
        public void onAdmitted(RecoveredTransaction transaction) {
            admitted.forEach(listener -> listener.accept(transaction));
        }

        @Override
        public void onDropped(RecoveredTransaction transaction, Refusal refusal) {
            refusals.byPool(transaction, refusal);
            Dropped event = droppedEvent(transaction.hash(), refusal);
            dropped.forEach(listener -> listener.accept(event));
        }
    }
}
