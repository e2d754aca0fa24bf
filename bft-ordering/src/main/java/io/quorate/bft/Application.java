package io.quorate.bft;

import io.quorate.bft.core.epoch.EpochChange;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What is ordered, seen from the ordering layer: opaque bytes with an executor. Called by the runtime, never by the
 * pure core. {@link #execute} and {@link #certified} are called on one thread, one at a time, in slot order;
 * {@link #validPayload}, {@link #slot} and {@link #blockCert} may be called from others at the same time.
 */
public interface Application {
    /**
     * The payload this replica, now leader, proposes for {@code seq}; empty if there is nothing to order, or a payload
     * of at least one byte: those of none are the ordering layer's own, which fill an epoch up to its end. Items of a
     * payload given out are not given out again until {@link #execute} or {@link #proposalAbandoned} tells what became
     * of it. After an empty answer the application must signal new work to be asked again.
     */
    Optional<Bytes> buildPayload(long seq, int maxBytes);

    /**
     * The next batch of this replica's own lane, on a ledger whose proposals cite lanes; there {@link #buildPayload} is
     * not called. Items of a batch are not given out again until it is among the batches that {@link #execute} gets, or
     * one that follows it is, or the slot is the last of its epoch ({@link Decided#nextSetHash}): lanes end with it. Empty
     * as there.
     */
    Optional<Bytes> buildBatch(long laneSeq, int maxBytes);

    /** A payload given out for {@code seq} that will not be (or was not) decided there: its items are free again. */
    void proposalAbandoned(long seq, Bytes payload);

    /** Cheap structural check of a payload, or a batch's body, before a vote. Pure and deterministic: every correct replica answers the same. */
    boolean validPayload(Bytes payload);

    /**
     * Executes the next slot; returns when block, state and slot record are durable. Its result tells the end of the
     * epoch and the members of the next one, once an epoch at most.
     */
    ExecutionResult execute(Decided decided);

    /**
     * Slot {@code decided} waits for {@link #execute}, which will get it in its turn, or a snapshot takes its place. What can
     * be got ready beforehand may be, elsewhere: it is told on the thread that drives consensus, before that turn comes.
     */
    default void queued(Decided decided) {}

    /** The change that execution up to {@link #lastApplied} fixed in that epoch, if it did: read at start, and after a snapshot was restored. */
    Optional<EpochChange> epochChange(long epoch);

    /** All lanes of that epoch that execution up to {@link #lastApplied} froze; read as {@link #epochChange} is. */
    default List<FrozenLane> frozenLanes(long epoch) {
        return List.of();
    }

    /** The last slot that is durable, read once at start. */
    Applied lastApplied();

    /** A decided slot as {@link #execute} got it, to serve a lagging peer; empty if unknown or pruned. */
    Optional<DecidedSlot> slot(long seq);

    /** A quorum signed the result digest of {@code seq}, which may lie above {@link #lastApplied} or be known already. */
    void certified(long seq, Bytes blockCert);

    /** The encoded BlockCert of {@code seq}, if one was stored. */
    Optional<Bytes> blockCert(long seq);

    /** How epochs ended, for those who missed it. */
    default HandOvers handOvers() {
        return HandOvers.NONE;
    }

    /** How its state goes to replicas that are too far behind, and comes from others. */
    default SnapshotSource snapshots() {
        return SnapshotSource.NONE;
    }
}
