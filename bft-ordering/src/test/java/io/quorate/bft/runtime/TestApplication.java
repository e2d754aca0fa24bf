package io.quorate.bft.runtime;

import io.quorate.bft.Application;
import io.quorate.bft.Applied;
import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ExecutionResult;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * Orders eight-byte numbers, each once. What it executed outlives the service that drove it, as a
 * disk would. Signals of work are given under its lock.
 */
final class TestApplication implements Application {
    private static final int ITEM_BYTES = Long.BYTES;

    private final SortedSet<Long> pending = new TreeSet<>();
    private final Set<Long> givenOut = new LinkedHashSet<>();
    private final Set<Long> executedItems = new LinkedHashSet<>();
    private final List<Decided> slots = new ArrayList<>();
    private final List<Digest> results = new ArrayList<>();
    private final Map<Long, Bytes> certs = new HashMap<>();
    private OrderingService service;
    private boolean failsNext;
    private final Map<Long, UnaryOperator<EpochConfig>> plans = new HashMap<>();
    private final List<EpochChange> changes = new ArrayList<>();
    private EpochConfig first;

    /** Before it is driven: the epoch that its changes start from. */
    synchronized void startsFrom(EpochConfig epoch) {
        first = epoch;
    }

    /** Connects to a new driver, as after a restart: nothing is given out any more. */
    synchronized void drivenBy(OrderingService newService) {
        service = newService;
        givenOut.clear();
        signal();
    }

    synchronized void submit(long item) {
        if (!executedItems.contains(item) && pending.add(item)) {
            signal();
        }
    }

    synchronized void failNext() {
        failsNext = true;
    }

    private void signal() {
        if (service != null && pending.isEmpty()) {
            service.workGone();
        } else if (service != null) {
            service.workAvailable();
        }
    }

    @Override
    public synchronized Optional<Bytes> buildPayload(long seq, int maxBytes) {
        ByteBuffer payload = ByteBuffer.allocate(Math.min(maxBytes / ITEM_BYTES, 10) * ITEM_BYTES);
        for (long item : pending) {
            if (payload.hasRemaining() && givenOut.add(item)) {
                payload.putLong(item);
            }
        }
        return payload.position() == 0 ? Optional.empty()
                : Optional.of(Bytes.wrap(payload.array(), 0, payload.position()));
    }

    @Override
    public Optional<Bytes> buildBatch(long laneSeq, int maxBytes) {
        return buildPayload(laneSeq, maxBytes);
    }

    @Override
    public synchronized void proposalAbandoned(long seq, Bytes payload) {
        items(payload).forEach(givenOut::remove);
    }

    private static List<Long> items(Bytes payload) {
        List<Long> items = new ArrayList<>();
        for (int at = 0; at < payload.size(); at += ITEM_BYTES) {
            items.add(payload.getLong(at));
        }
        return items;
    }

    @Override
    public boolean validPayload(Bytes payload) {
        return payload.size() % ITEM_BYTES == 0;
    }

    @Override
    public synchronized ExecutionResult execute(Decided decided) {
        if (failsNext) {
            throw new IllegalStateException("planted failure at slot " + decided.seq());
        }
        if (decided.seq() != slots.size() + 1) {
            throw new IllegalStateException("slot " + decided.seq() + " after " + slots.size());
        }
        List<Long> items = decided.batches().stream()
                .flatMap(batch -> items(batch.body()).stream()).toList();
        List<Long> fresh = items.stream().filter(executedItems::add).toList();
        items.forEach(pending::remove);
        items.forEach(givenOut::remove);
        if (!decided.nextSetHash().equals(Digest.ZERO)) {
            givenOut.clear(); // lanes end with their epoch
        }
        Digest before = results.isEmpty() ? Digest.ZERO : results.getLast();
        slots.add(decided);
        results.add(hash(before.bytes(), decided.digest().bytes(), decided.ordHash().bytes(),
                decided.nextSetHash().bytes()));
        Optional<EpochChange> change = fresh.stream().filter(plans::containsKey).findFirst()
                .map(item -> change(item, decided.seq()));
        change.ifPresent(changes::add);
        signal();
        notifyAll();
        return new ExecutionResult(decided.seq(), results.getLast(), change);
    }

    private EpochChange change(long item, long seq) {
        EpochConfig current = changes.isEmpty() ? first : changes.getLast().next();
        EpochConfig wanted = plans.get(item).apply(current);
        return new EpochChange(current.next(
                EpochChange.earliestEnd(new SeqNum(seq), current), wanted.members(),
                wanted.parameters()));
    }

    private static Digest hash(Bytes... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Digest.of(sha256.digest(Bytes.concatenate(parts).toArrayUnsafe()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized Applied lastApplied() {
        if (slots.isEmpty()) {
            return Applied.genesis(Digest.ZERO, 0);
        }
        Decided last = slots.getLast();
        return new Applied(last.seq(), results.getLast(), last.orderingState(),
                last.timestampMillis());
    }

    /** At the end of the current epoch, this is next. Decided by the execution of one item. */
    synchronized void planChange(long item, UnaryOperator<EpochConfig> next) {
        plans.put(item, next);
    }

    @Override
    public synchronized Optional<EpochChange> epochChange(long epoch) {
        return changes.stream().filter(change -> change.next().number() == epoch + 1).findFirst();
    }

    @Override
    public synchronized Optional<DecidedSlot> slot(long seq) {
        return seq >= 1 && seq <= slots.size() ? Optional.of(slots.get((int) seq - 1).slot())
                : Optional.empty();
    }

    @Override
    public synchronized void certified(long seq, Bytes blockCert) {
        certs.put(seq, blockCert);
    }

    @Override
    public synchronized Optional<Bytes> blockCert(long seq) {
        return Optional.ofNullable(certs.get(seq));
    }

    synchronized int executedCount() {
        return executedItems.size();
    }

    synchronized boolean hasExecuted(long item) {
        return executedItems.contains(item);
    }

    /** Waits until the item was executed; false if that takes too long. */
    synchronized boolean awaitExecuted(long item, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (!executedItems.contains(item)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized List<Digest> results() {
        return List.copyOf(results);
    }
}
