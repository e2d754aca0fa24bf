package io.quorate.node;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.execution.ExecutedBatch;
import io.quorate.jsonrpc.RejectionCode;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.node.pool.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts transactions that were turned away, by place and reason, and tells the log of those that the rules of accounts and
 * contracts turned away: who, and why. A line of each place and reason every few seconds, with how many it stands for. Safe for any thread.
 */
final class Refusals {
    private static final long LINE_MILLIS_MIN = 10_000;

    /** Where a transaction was turned away. */
    enum Place {
        /** A client offered it to this replica. */
        CLIENT,
        /** It waited here. */
        POOL,
        /** It was ordered, and its block leaves it out. */
        BLOCK
    }

    /** @param reason in lower case */
    record Kind(Place place, String reason) {
        String placeName() {
            return place.name().toLowerCase(Locale.ROOT);
        }
    }

    private record Line(long atMillis, long countBefore) {}

    private final TransactionLog log;
    private final LongSupplier clockMillis;
    private final ConcurrentMap<Kind, LongAdder> counts = new ConcurrentHashMap<>();
    /** Guarded by itself. */
    private final Map<Kind, Line> lines = new HashMap<>();

    Refusals(int replica, LongSupplier clockMillis) {
        this.log = new TransactionLog(replica);
        this.clockMillis = clockMillis;
    }

    /** A client's; {@code transaction} is absent where the bytes are none. */
    void byIntake(Refusal refusal, Optional<RecoveredTransaction> transaction) {
        count(Place.CLIENT, refusal.reason().name());
        transaction.ifPresent(t -> log.turnedAway(t.hash(), Place.CLIENT, refusal));
        transaction.ifPresent(t -> tell(Place.CLIENT, refusal.reason(), t.sender(), t.hash(), -1));
    }

    void byPool(RecoveredTransaction transaction, Refusal refusal) {
        count(Place.POOL, refusal.reason().name());
        log.turnedAway(transaction.hash(), Place.POOL, refusal);
        tell(Place.POOL, refusal.reason(), transaction.sender(), transaction.hash(), -1);
    }

    /** {@code proposer} is -1 where nobody proposed. */
    void byBlock(List<ExecutedBatch.Skipped> skipped, int proposer) {
        for (ExecutedBatch.Skipped each : skipped) {
            count(Place.BLOCK, each.reason().name());
            Rejections.finalReason(each.reason())
                    .ifPresent(reason -> tell(Place.BLOCK, reason, each.transaction().sender(),
                            each.transaction().hash(), proposer));
        }
    }

    private void count(Place place, String reason) {
        counts.computeIfAbsent(new Kind(place, reason.toLowerCase(Locale.ROOT)),
                _ -> new LongAdder()).increment();
    }

    private void tell(Place place, Refusal.Reason reason, Address sender, Hash hash,
            int proposer) {
        if (reason.code() != RejectionCode.NOT_PERMITTED) return;
        Kind kind = new Kind(place, reason.name().toLowerCase(Locale.ROOT));
        long now = clockMillis.getAsLong();
        long more;
        synchronized (lines) {
            Line last = lines.get(kind);
            if (last != null && now - last.atMillis < LINE_MILLIS_MIN) return;
            long sum = counts.get(kind).sum();
            more = sum - 1 - (last == null ? 0 : last.countBefore);
            lines.put(kind, new Line(now, sum));
        }
        log.notPermitted(hash, place, reason, sender, proposer, more);
    }

    /** What was counted so far. */
    Map<Kind, LongAdder> counts() {
        return counts;
    }
}
