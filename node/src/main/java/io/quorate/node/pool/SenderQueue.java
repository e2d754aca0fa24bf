package io.quorate.node.pool;

import io.quorate.jsonrpc.PoolPlace;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One sender's pooled transactions by nonce. Mutable, guarded by the pool's lock, never leaves the pool.
 * Invariants: no entry below {@code accountNonce}; {@code accountNonce <= nextToPropose <= firstGap};
 * all entries below {@code nextToPropose} are proposed, the one at it is not.
 */
final class SenderQueue {
    private final NavigableMap<Long, PoolEntry> entries = new TreeMap<>();
    private long accountNonce;
    private long firstGap;
    private long nextToPropose;

    SenderQueue(long accountNonce) {
        this.accountNonce = accountNonce;
        this.firstGap = accountNonce;
        this.nextToPropose = accountNonce;
    }

    NavigableMap<Long, PoolEntry> entries() {
        return entries;
    }

    long accountNonce() {
        return accountNonce;
    }

    /** The nonce that the sender's next transaction should have. */
    long firstGap() {
        return firstGap;
    }

    int size() {
        return entries.size();
    }

    /** How many wait behind a missing nonce. */
    int gappedCount() {
        return entries.size() - (int) (firstGap - accountNonce);
    }

    Optional<PoolEntry> at(long nonce) {
        return Optional.ofNullable(entries.get(nonce));
    }

    /** Where an entry of this queue is. */
    PoolPlace place(PoolEntry entry, long nowMillis) {
        return new PoolPlace.Waiting(entry.transaction,
                Math.max(0, nowMillis - entry.arrivalMillis), entry.local, accountNonce, firstGap,
                entry.isProposed() ? OptionalLong.of(entry.proposedSeqNum)
                        : OptionalLong.empty());
    }

    /** Puts {@code entry} in, in place of one with its nonce. */
    void put(PoolEntry entry) {
        entries.put(entry.nonce(), entry);
        while (entries.containsKey(firstGap)) {
            firstGap++;
        }
    }

    void remove(long nonce) {
        if (entries.remove(nonce) == null) return;
        firstGap = Math.min(firstGap, nonce);
        nextToPropose = Math.min(nextToPropose, nonce);
    }

    /** The next one to go into a proposal. */
    Optional<PoolEntry> nextToPropose() {
        return Optional.ofNullable(entries.get(nextToPropose));
    }

    void markProposed(PoolEntry entry, long seqNum) {
        entry.proposedSeqNum = seqNum;
        skipProposed();
    }

    private void skipProposed() {
        PoolEntry next = entries.get(nextToPropose);
        while (next != null && next.isProposed()) {
            nextToPropose++;
            next = entries.get(nextToPropose);
        }
    }

    /** A proposal came to nothing: its entry, and those that were to follow it, are free again. */
    void unpropose(PoolEntry entry) {
        entry.proposedSeqNum = PoolEntry.NOT_PROPOSED;
        nextToPropose = Math.min(nextToPropose, entry.nonce());
    }

    /** Moves to the account's new nonce; what lies below is cut off and returned, in nonce order. */
    NavigableMap<Long, PoolEntry> advance(long newAccountNonce) {
        NavigableMap<Long, PoolEntry> head = entries.headMap(newAccountNonce, false);
        NavigableMap<Long, PoolEntry> passed = new TreeMap<>(head);
        head.clear();
        accountNonce = newAccountNonce;
        firstGap = Math.max(firstGap, newAccountNonce);
        nextToPropose = Math.max(nextToPropose, newAccountNonce);
        while (entries.containsKey(firstGap)) {
            firstGap++;
        }
        skipProposed();
        return passed;
    }
}
