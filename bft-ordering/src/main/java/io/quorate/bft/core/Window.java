package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.message.BlockCert;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The open slots and the four marks that bound them: base (certified) and executed, which may each be ahead of the
 * other, delivered (handed to the application) and decided (end of the gapless decided prefix). Mutable, one thread.
 */
final class Window {
    private final int size;
    private final int committeeSize;
    private final TreeMap<SeqNum, Slot> slots = new TreeMap<>();
    private SeqNum base;
    private Optional<BlockCert> baseCert = Optional.empty();
    private SeqNum executed;
    private SeqNum delivered;
    private SeqNum decided;
    private Optional<EpochEnd> end = Optional.empty();

    Window(ReplicaConfig config, SeqNum executed) {
        this.size = config.window();
        this.committeeSize = config.quorums().n();
        this.base = config.epochStart();
        this.executed = executed;
        this.delivered = executed;
        this.decided = executed;
    }

    /** A vote of ours may name this slot. */
    boolean admitsVote(SeqNum seq) {
        return seq.isAfter(base) && seq.number() <= voteMax();
    }

    /** Votes and decisions of others matter for this slot. */
    boolean collects(SeqNum seq) {
        return seq.isAfter(executed) && seq.number() <= voteMax();
    }

    /** A decision that a peer proves may run ahead of our own base, since blocks come with it. */
    boolean acceptsDecision(SeqNum seq) {
        return seq.isAfter(executed) && seq.number() <= executed.number() + 2L * size
                && end.filter(e -> seq.isAfter(e.voteLast())).isEmpty();
    }

    boolean full() {
        return decided.number() >= voteMax();
    }

    long voteMax() {
        long most = Math.min(base.number() + size, executed.number() + 2L * size);
        return end.map(e -> Math.min(most, e.voteLast().number())).orElse(most);
    }

    /** Once, and at least two windows ahead of what is executed: nothing beyond it was voted for. */
    void endAt(EpochEnd epochEnd) {
        if (end.isPresent()) {
            throw new IllegalStateException(
                    "the epoch ends at " + end.get().last() + ", not at " + epochEnd.last());
        }
        end = Optional.of(epochEnd);
    }

    /** The end of the epoch is known and not all slots up to it are decided: they are filled with nothing. */
    boolean isClosing() {
        return end.filter(e -> decided.isBefore(e.voteLast())).isPresent();
    }

    /** All slots of the epoch are decided. */
    boolean isClosed() {
        return end.filter(e -> !decided.isBefore(e.voteLast())).isPresent();
    }

    /** Hash of what follows if {@code seq} is the epoch's last slot, else zero. */
    Digest nextSetHash(SeqNum seq) {
        return end.filter(e -> e.last().equals(seq)).map(EpochEnd::nextSetHash)
                .orElse(Digest.ZERO);
    }

    Slot slot(SeqNum seq) {
        return slots.computeIfAbsent(seq, s -> new Slot(s, committeeSize));
    }

    Optional<Slot> find(SeqNum seq) {
        return Optional.ofNullable(slots.get(seq));
    }

    /** Open slots, ascending. */
    TreeMap<SeqNum, Slot> slots() {
        return slots;
    }

    SeqNum base() {
        return base;
    }

    Optional<BlockCert> baseCert() {
        return baseCert;
    }

    SeqNum executed() {
        return executed;
    }

    SeqNum delivered() {
        return delivered;
    }

    SeqNum decided() {
        return decided;
    }

    int size() {
        return size;
    }

    void raiseBase(BlockCert cert) {
        if (!cert.seq().isAfter(base)) {
            throw new IllegalStateException("base must rise: " + base + " to " + cert.seq());
        }
        base = cert.seq();
        baseCert = Optional.of(cert);
        prune();
    }

    void markExecuted(SeqNum seq) {
        if (seq.number() != executed.number() + 1 || seq.isAfter(delivered)) {
            throw new IllegalStateException(
                    "executed " + seq + " after " + executed + ", delivered " + delivered);
        }
        executed = seq;
        prune();
    }

    /** The application took over a later state. */
    void jumpTo(SeqNum seq) {
        if (!seq.isAfter(executed) || !executed.equals(delivered)) {
            throw new IllegalStateException("restored " + seq + ", executed " + executed
                    + ", delivered " + delivered);
        }
        executed = seq;
        delivered = seq;
        decided = decided.isAfter(seq) ? decided : seq;
        prune();
    }

    void markDelivered() {
        delivered = delivered.next();
    }

    /** Moves over decided slots; true if it moved. */
    boolean growDecided() {
        SeqNum before = decided;
        while (find(decided.next()).filter(slot -> slot.decided.isPresent()).isPresent()) {
            decided = decided.next();
        }
        return decided.isAfter(before);
    }

    /** Slots stay until they are both certified (view changes ask for them) and executed. */
    private void prune() {
        SeqNum done = base.isBefore(executed) ? base : executed;
        slots.headMap(done, true).clear();
    }
}
