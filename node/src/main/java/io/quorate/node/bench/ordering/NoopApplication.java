package io.quorate.node.bench.ordering;

import io.quorate.bft.Application;
import io.quorate.bft.Applied;
import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ExecutionResult;
import io.quorate.bft.core.epoch.EpochChange;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.apache.tuweni.bytes.Bytes;

/**
 * Executes nothing and keeps nothing on disk; the newest slots stay in memory for peers that lag. It makes up the load
 * too: full proposals, or the operations that were submitted here.
 */
final class NoopApplication implements Application {
    private static final int SLOTS_KEPT = 1_024;
    private static final long MICROS_MAX = 60_000_000L;
    static final long INTERVAL_MILLIS = 100;

    private final int self;
    private final Map<Long, DecidedSlot> slots = new HashMap<>();
    private final Deque<Long> submittedNanos = new ArrayDeque<>();
    private final Map<Long, List<Long>> proposedNanos = new HashMap<>();
    private Bytes operations = Bytes.EMPTY;
    private int operationBytes = 1;
    private boolean isFull;
    private boolean isCounting;
    private long decisions;
    private long decidedOperations;
    private long beginNanos;
    private long[] perInterval = {};
    private Histogram micros = new Histogram(MICROS_MAX, 3);
    private Applied applied = Applied.genesis(Digest.ZERO, 0);

    NoopApplication(int self) {
        this.self = self;
    }

    synchronized void begin(Phase phase) {
        submittedNanos.clear();
        operationBytes = phase.operationBytes();
        byte[] bytes = new byte[1 << 20];
        new Random(self).nextBytes(bytes);
        operations = Bytes.wrap(bytes);
        isFull = phase.isFull();
        decisions = 0;
        decidedOperations = 0;
        beginNanos = System.nanoTime();
        perInterval = new long[(int) (phase.seconds() * 1_000L / INTERVAL_MILLIS)];
        micros = new Histogram(MICROS_MAX, 3);
        isCounting = true;
    }

    /** Proposes no more; what is under way will not be counted. */
    synchronized Counts end() {
        isFull = false;
        isCounting = false;
        submittedNanos.clear();
        return new Counts(decisions, decidedOperations, micros.copy(),
                Arrays.stream(perInterval).boxed().toList());
    }

    /**
     * What was decided, and the microseconds from submission (at full load: from the proposal) to execution.
     *
     * @param perInterval operations in each {@link #INTERVAL_MILLIS} of the phase
     */
    record Counts(long decisions, long operations, Histogram micros, List<Long> perInterval) {}

    synchronized void submit() {
        submittedNanos.addLast(System.nanoTime());
    }

    /** Another replica leads: a client would turn to that one. */
    synchronized boolean withdraw() {
        boolean hadAny = !submittedNanos.isEmpty();
        submittedNanos.clear();
        return hadAny;
    }

    @Override
    public synchronized Optional<Bytes> buildPayload(long seq, int maxBytes) {
        int room = maxBytes / operationBytes;
        int count = isFull ? room : Math.min(room, submittedNanos.size());
        if (count == 0) return Optional.empty();
        List<Long> since = new ArrayList<>();
        if (isFull) since.add(System.nanoTime());
        else for (int i = 0; i < count; i++) {
            since.add(submittedNanos.removeFirst());
        }
        proposedNanos.put(seq, since);
        return Optional.of(operations.slice(0, count * operationBytes));
    }

    @Override
    public Optional<Bytes> buildBatch(long laneSeq, int maxBytes) {
        throw new IllegalStateException("proposals carry their items here");
    }

    @Override
    public synchronized void proposalAbandoned(long seq, Bytes payload) {
        proposedNanos.remove(seq);
    }

    @Override
    public boolean validPayload(Bytes payload) {
        return true;
    }

    @Override
    public synchronized ExecutionResult execute(Decided decided) {
        long now = System.nanoTime();
        long seq = decided.seq();
        List<Long> since = proposedNanos.remove(seq);
        if (isCounting) {
            decisions++;
            long size = decided.batches().stream().mapToInt(batch -> batch.body().size()).sum()
                    / operationBytes;
            decidedOperations += size;
            long interval = (now - beginNanos) / 1_000_000 / INTERVAL_MILLIS;
            if (interval < perInterval.length) perInterval[(int) interval] += size;
            if (since != null && decided.slot().proposer() == self) {
                since.forEach(begin -> micros
                        .recordValue(Math.min((now - begin) / 1_000, MICROS_MAX)));
            }
        }
        slots.put(seq, decided.slot());
        slots.remove(seq - SLOTS_KEPT);
        applied = new Applied(seq, resultOf(decided), decided.orderingState(),
                decided.timestampMillis());
        return new ExecutionResult(seq, applied.resultDigest());
    }

    private Digest resultOf(Decided decided) {
        try {
            return Digest.of(MessageDigest.getInstance("SHA-256").digest(Bytes
                    .concatenate(applied.resultDigest().bytes(), decided.digest().bytes(),
                            decided.ordHash().bytes())
                    .toArrayUnsafe()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public synchronized Applied lastApplied() {
        return applied;
    }

    @Override
    public synchronized Optional<DecidedSlot> slot(long seq) {
        return Optional.ofNullable(slots.get(seq));
    }

    @Override
    public Optional<EpochChange> epochChange(long epoch) {
        return Optional.empty();
    }

    @Override
    public void certified(long seq, Bytes blockCert) {
        // Nobody asks this application for proofs.
    }

    @Override
    public Optional<Bytes> blockCert(long seq) {
        return Optional.empty();
    }
}
