package io.quorate.node.pool;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.PoolPlace;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.Account;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The transactions that wait for a block. Senders take turns, each one's transactions go in nonce order,
 * and price plays no part: a newer transaction replaces an older one with its nonce until that is proposed.
 * Safe for any thread; no method blocks on anything but the lock and one account read.
 *
 * <p>A transaction that this replica proposes for a slot is held back until that slot is executed; if it
 * was not in it, it is proposed again.
 */
public final class TransactionPool {
    private static final int TURN_LENGTH = 32;
    private static final int DROPPED_KEPT_MAX = 8_192;
    private static final int INCLUDED_KEPT_MAX = 32_768;
    private static final Refusal ASKED_FOR = new Refusal(Refusal.Reason.NOT_EXECUTABLE,
            "dropped because a client asked the development network for it");

    private final PoolLimits limits;
    private final Accounts accounts;
    private final LongSupplier clockMillis;
    private final PoolListener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Hash, PoolEntry> byHash = new HashMap<>();
    private final Map<Address, SenderQueue> bySender = new HashMap<>();
    /** Those whose next transaction can be proposed, in the order of their turns. */
    private final LinkedHashSet<Address> ready = new LinkedHashSet<>();
    private final TreeMap<Long, List<PoolEntry>> proposed = new TreeMap<>();
    private final Map<Hash, Refusal> dropped = new BoundedMap<>(DROPPED_KEPT_MAX);
    /** What clients sent and was never admitted. */
    private final Map<Hash, Refusal> refused = new BoundedMap<>(DROPPED_KEPT_MAX);
    /** What blocks took lately: peers that lag still offer it. */
    private final Map<Hash, Boolean> included = new BoundedMap<>(INCLUDED_KEPT_MAX);
    private long bytes;
    private int gapped;
    /** Executed slots that had no room for more. */
    private long fullSlots;

    public TransactionPool(PoolLimits limits, Accounts accounts, LongSupplier clockMillis,
            PoolListener listener) {
        this.limits = limits;
        this.accounts = accounts;
        this.clockMillis = clockMillis;
        this.listener = listener;
    }

    /**
     * Takes a transaction that {@link TransactionRules} found sound. A {@code local} one came from a client
     * of this replica, which then answers for it.
     */
    public Admission add(RecoveredTransaction transaction, AccountRules rules, boolean local) {
        lock.lock();
        try {
            PoolEntry known = byHash.get(transaction.hash());
            if (known != null) {
                known.local |= local;
                return refused(Refusal.Reason.ALREADY_KNOWN, "already known");
            }
            Account account = accounts.account(transaction.sender()).orElse(Account.EMPTY);
            Optional<Refusal> refusal = rules.check(transaction, account)
                    .or(() -> nonceRefusal(transaction, account));
            if (refusal.isPresent()) return new Admission.Refused(refusal.get());
            return insert(transaction, account, local);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Refusal> nonceRefusal(RecoveredTransaction transaction, Account account) {
        long nonce = transaction.transaction().nonce();
        if (Long.compareUnsigned(nonce, account.nonce()) < 0) {
            return Optional.of(new Refusal(Refusal.Reason.NONCE_TOO_LOW,
                    "nonce too low: next nonce " + Long.toUnsignedString(account.nonce())
                            + ", tx nonce " + Long.toUnsignedString(nonce)));
        }
        if (Long.compareUnsigned(nonce - account.nonce(), limits.countPerSenderMax()) >= 0) {
            return Optional.of(new Refusal(Refusal.Reason.NONCE_TOO_HIGH,
                    "nonce too high: next nonce " + Long.toUnsignedString(account.nonce())
                            + ", tx nonce " + Long.toUnsignedString(nonce) + ", at most "
                            + limits.countPerSenderMax() + " ahead are kept"));
        }
        return Optional.empty();
    }

    private Admission insert(RecoveredTransaction transaction, Account account, boolean local) {
        Address sender = transaction.sender();
        SenderQueue queue = bySender.get(sender);
        if (queue == null) queue = new SenderQueue(account.nonce());
        PoolEntry entry = new PoolEntry(transaction, clockMillis.getAsLong(), local);
        Optional<PoolEntry> older = queue.at(entry.nonce());
        if (older.isPresent() && older.get().isProposed()) {
            return refused(Refusal.Reason.ALREADY_PROPOSED, "the transaction with nonce "
                    + entry.nonce() + " is being ordered and cannot be replaced any more");
        }
        Optional<Admission> full = older.isPresent() ? Optional.empty() : fullness(queue, entry);
        if (full.isPresent()) return full.get();

        older.ifPresent(old -> {
            entry.local |= old.local;
            byHash.remove(old.transaction.hash());
            bytes -= old.sizeBytes();
            drop(old, new Refusal(Refusal.Reason.REPLACED, "replaced by "
                    + transaction.hash() + ", which has the same sender and nonce",
                    Optional.of(transaction.hash())));
        });
        bySender.putIfAbsent(sender, queue);
        gapped -= queue.gappedCount();
        queue.put(entry);
        gapped += queue.gappedCount();
        byHash.put(transaction.hash(), entry);
        bytes += entry.sizeBytes();
        dropped.remove(transaction.hash());
        refused.remove(transaction.hash());
        refreshReady(sender, queue);
        listener.onAdmitted(transaction);
        return new Admission.Admitted(transaction.hash());
    }

    private Optional<Admission> fullness(SenderQueue queue, PoolEntry entry) {
        if (byHash.size() >= limits.countMax() || bytes + entry.sizeBytes() > limits.bytesMax()) {
            return Optional.of(refused(Refusal.Reason.POOL_FULL, "the transaction pool is full ("
                    + byHash.size() + " transactions); try again shortly"));
        }
        if (queue.size() >= limits.countPerSenderMax()) {
            return Optional.of(refused(Refusal.Reason.SENDER_LIMIT, "the sender has "
                    + queue.size() + " transactions waiting, which is the most allowed"));
        }
        if (entry.nonce() != queue.firstGap() && gapped >= limits.gappedMax()) {
            return Optional.of(refused(Refusal.Reason.POOL_FULL, "nonce gap: nonce "
                    + queue.firstGap() + " is missing and no more such transactions are kept"));
        }
        return Optional.empty();
    }

    /**
     * Chooses transactions for slot {@code seqNum} and holds them back until it is executed. What was
     * chosen before for this slot or a later one is free again: a new leader starts over there.
     */
    public List<RecoveredTransaction> propose(long seqNum, ProposalLimits bounds) {
        lock.lock();
        try {
            release(proposed.tailMap(seqNum, true));
            List<PoolEntry> chosen = new ArrayList<>();
            ProposalRoom room = new ProposalRoom(bounds);
            while (!ready.isEmpty()) {
                Address sender = ready.removeFirst();
                SenderQueue queue = bySender.get(sender);
                int chosenBefore = chosen.size();
                if (!takeTurn(queue, seqNum, room, chosen)) {
                    // Last in line where it had a part of its turn: nobody is passed over for ever.
                    if (chosen.size() > chosenBefore) ready.addLast(sender);
                    else ready.addFirst(sender);
                    break;
                }
                refreshReady(sender, queue);
            }
            if (!chosen.isEmpty()) proposed.put(seqNum, chosen);
            return chosen.stream().map(entry -> entry.transaction).toList();
        } finally {
            lock.unlock();
        }
    }

    /** What was chosen for slot {@code seqNum} will not be decided there. */
    public void abandon(long seqNum) {
        lock.lock();
        try {
            release(proposed.subMap(seqNum, true, seqNum, true));
        } finally {
            lock.unlock();
        }
    }

    /** False where the proposal has no room for the sender's next one. */
    private static boolean takeTurn(SenderQueue queue, long seqNum, ProposalRoom room,
            List<PoolEntry> chosen) {
        for (int i = 0; i < TURN_LENGTH; i++) {
            Optional<PoolEntry> next = queue.nextToPropose();
            if (next.isEmpty()) return true;
            if (!room.take(next.get().transaction)) return false;
            queue.markProposed(next.get(), seqNum);
            chosen.add(next.get());
        }
        return true;
    }

    private void release(Map<Long, List<PoolEntry>> slots) {
        Set<Address> touched = new HashSet<>();
        for (List<PoolEntry> entries : slots.values()) {
            for (PoolEntry entry : entries) {
                Address sender = entry.transaction.sender();
                SenderQueue queue = bySender.get(sender);
                // Gone, or in its place another with its nonce: nothing to give back.
                if (queue == null || queue.at(entry.nonce()).orElse(null) != entry) continue;
                queue.unpropose(entry);
                touched.add(sender);
            }
        }
        slots.clear();
        touched.forEach(sender -> refreshReady(sender, bySender.get(sender)));
    }

    private void refreshReady(Address sender, SenderQueue queue) {
        Optional<PoolEntry> next = queue.nextToPropose();
        if (next.isPresent() && !next.get().isProposed()) {
            ready.add(sender);
        } else {
            ready.remove(sender);
        }
    }

    /**
     * Slot {@code seqNum} is executed and durable. Its transactions leave the pool; those that execution
     * gave up are dropped with the reason; all others that were proposed for it wait again.
     */
    public void onExecuted(long seqNum, List<RecoveredTransaction> included,
            Map<Hash, Refusal> givenUp) {
        lock.lock();
        try {
            Map<Address, Set<Hash>> bySenderIncluded = new LinkedHashMap<>();
            for (RecoveredTransaction transaction : included) {
                bySenderIncluded.computeIfAbsent(transaction.sender(), _ -> new HashSet<>())
                        .add(transaction.hash());
                this.included.put(transaction.hash(), Boolean.TRUE);
            }
            bySenderIncluded.forEach(this::advance);
            givenUp.forEach((hash, refusal) -> {
                PoolEntry entry = byHash.get(hash);
                if (entry != null) removeAndDrop(entry, refusal);
            });
            release(proposed.headMap(seqNum, true));
        } finally {
            lock.unlock();
        }
    }

    /**
     * The chain's rules have changed: what {@code refusal} has a word against is dropped. What is being ordered stays; its
     * block leaves it out.
     */
    public void dropRefused(Function<RecoveredTransaction, Optional<Refusal>> refusal) {
        lock.lock();
        try {
            for (PoolEntry entry : List.copyOf(byHash.values())) {
                if (!entry.isProposed()) {
                    refusal.apply(entry.transaction)
                            .ifPresent(why -> removeAndDrop(entry, why));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Blocks were passed over, up to slot {@code seqNum}: what has an older nonce by now is gone, and nobody knows how. */
    public void onRestored(long seqNum) {
        lock.lock();
        try {
            Set<Hash> all = Set.copyOf(byHash.keySet());
            List.copyOf(bySender.keySet()).forEach(sender -> advance(sender, all));
            release(proposed.headMap(seqNum, true));
        } finally {
            lock.unlock();
        }
    }

    /** Gives up what somebody asked to be rid of. */
    public void drop(Predicate<RecoveredTransaction> unwanted) {
        lock.lock();
        try {
            List.copyOf(byHash.values()).stream()
                    .filter(entry -> unwanted.test(entry.transaction))
                    .forEach(entry -> removeAndDrop(entry, ASKED_FOR));
        } finally {
            lock.unlock();
        }
    }

    /** What blocks took may come again: a development chain went back to an old state. */
    public void forgetIncluded() {
        lock.lock();
        try {
            included.clear();
        } finally {
            lock.unlock();
        }
    }

    private void advance(Address sender, Set<Hash> included) {
        SenderQueue queue = bySender.get(sender);
        if (queue == null) return;
        long nonce = accounts.account(sender).orElse(Account.EMPTY).nonce();
        gapped -= queue.gappedCount();
        for (PoolEntry passed : queue.advance(nonce).values()) {
            byHash.remove(passed.transaction.hash());
            bytes -= passed.sizeBytes();
            if (!included.contains(passed.transaction.hash())) {
                drop(passed, new Refusal(Refusal.Reason.NONCE_TOO_LOW,
                        "another transaction with nonce " + passed.nonce()
                                + " of this sender is in a block"));
            }
        }
        gapped += queue.gappedCount();
        keepOrForget(sender, queue);
    }

    private void removeAndDrop(PoolEntry entry, Refusal refusal) {
        Address sender = entry.transaction.sender();
        SenderQueue queue = bySender.get(sender);
        gapped -= queue.gappedCount();
        queue.remove(entry.nonce());
        gapped += queue.gappedCount();
        byHash.remove(entry.transaction.hash());
        bytes -= entry.sizeBytes();
        drop(entry, refusal);
        keepOrForget(sender, queue);
    }

    private void keepOrForget(Address sender, SenderQueue queue) {
        if (queue.size() == 0) {
            bySender.remove(sender);
            ready.remove(sender);
        } else {
            refreshReady(sender, queue);
        }
    }

    private void drop(PoolEntry entry, Refusal refusal) {
        dropped.put(entry.transaction.hash(), refusal);
        listener.onDropped(entry.transaction, refusal);
    }

    /** The nonce that the sender's next transaction should have: the first that is not taken. */
    public long pendingNonce(Address sender) {
        return locked(() -> Optional.ofNullable(bySender.get(sender)).map(SenderQueue::firstGap)
                .orElseGet(() -> accounts.account(sender).orElse(Account.EMPTY).nonce()));
    }

    public Optional<RecoveredTransaction> find(Hash hash) {
        return locked(() -> Optional.ofNullable(byHash.get(hash)).map(entry -> entry.transaction));
    }

    /** Whether a transaction that a peer tells of is here, was in a late block, or finds no room. */
    public boolean needsNoLook(Hash hash) {
        return locked(() -> byHash.containsKey(hash) || included.containsKey(hash)
                || byHash.size() >= limits.countMax());
    }

    /** Why a transaction left the pool without a block; only of the last few thousand. */
    public Optional<Refusal> droppedBecause(Hash hash) {
        return locked(() -> Optional.ofNullable(dropped.get(hash)));
    }

    /** A client was told why its transaction is not taken; kept for whoever asks again, of the last few thousand. */
    public void noteRefused(Hash hash, Refusal refusal) {
        locked(() -> byHash.containsKey(hash) ? refusal : refused.put(hash, refusal));
    }

    /** What is known here of a transaction that is in no block. */
    public PoolPlace place(Hash hash) {
        lock.lock();
        try {
            PoolEntry entry = byHash.get(hash);
            if (entry != null) {
                return bySender.get(entry.transaction.sender()).place(entry,
                        clockMillis.getAsLong());
            }
            Refusal drop = dropped.get(hash);
            if (drop != null) return drop.place(true);
            Refusal refusal = refused.get(hash);
            return refusal != null ? refusal.place(false) : new PoolPlace.Unknown();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a proposal made now would hold a transaction. */
    public boolean hasProposable() {
        return locked(() -> !ready.isEmpty());
    }

    /** Whether nothing waits, or only what lacks an earlier nonce. */
    public boolean hasNoRunnable() {
        return locked(() -> byHash.size() == gapped);
    }

    /**
     * What waits too long and is to be offered again, at most {@code countMax} of it: {@code local} transactions that
     * clients gave to this replica, or others that a slot with room for them left out. Restarts their wait.
     */
    public List<RecoveredTransaction> dueForOffering(boolean local, int countMax) {
        long now = clockMillis.getAsLong();
        return locked(() -> byHash.values().stream()
                .filter(entry -> entry.local == local && entry.inclusion.pushDue(local, now))
                .limit(countMax).map(entry -> entry.transaction).toList());
    }

    /** What clients gave to this replica and waits, at most {@code countMax} of it. */
    public List<RecoveredTransaction> local(int countMax) {
        return locked(() -> byHash.values().stream().filter(entry -> entry.local).limit(countMax)
                .map(entry -> entry.transaction).toList());
    }

    /**
     * A slot of {@code proposer} was executed, after {@link #onExecuted}. Whether that proposer has for long left out
     * what it could take: a sender's next transaction, which this replica offered and {@code rules} still accept.
     *
     * @param roomBytes what that slot still had room for; 0 where it was full
     */
    public boolean isCensoredBy(int proposer, int roomBytes, AccountRules rules) {
        lock.lock();
        try {
            if (roomBytes == 0) {
                fullSlots++;
                return false;
            }
            long now = clockMillis.getAsLong();
            boolean any = false;
            for (SenderQueue queue : bySender.values()) {
                Optional<PoolEntry> head = queue.at(queue.accountNonce());
                any |= head.isPresent() && head.get().sizeBytes() <= roomBytes
                        && head.get().inclusion.leftOut(proposer, fullSlots, now)
                        && isAdmissible(head.get().transaction, rules);
            }
            return any;
        } finally {
            lock.unlock();
        }
    }

    private boolean isAdmissible(RecoveredTransaction transaction, AccountRules rules) {
        Account account = accounts.account(transaction.sender()).orElse(Account.EMPTY);
        return account.nonce() == transaction.transaction().nonce()
                && rules.check(transaction, account).isEmpty();
    }

    /** A copy of everything: what can run now, and what lacks an earlier nonce. */
    public PoolSnapshot snapshot() {
        lock.lock();
        try {
            List<RecoveredTransaction> pending = new ArrayList<>();
            List<RecoveredTransaction> queued = new ArrayList<>();
            for (SenderQueue queue : bySender.values()) {
                queue.entries().headMap(queue.firstGap(), false).values()
                        .forEach(entry -> pending.add(entry.transaction));
                queue.entries().tailMap(queue.firstGap(), true).values()
                        .forEach(entry -> queued.add(entry.transaction));
            }
            return new PoolSnapshot(pending, queued);
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        return locked(() -> byHash.size());
    }

    /** How many wait for what. */
    public PoolCounts counts() {
        return locked(() -> PoolCounts.of(byHash, gapped, proposed.values(), bytes));
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static Admission refused(Refusal.Reason reason, String message) {
        return new Admission.Refused(new Refusal(reason, message));
    }
}
