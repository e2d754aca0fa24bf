package io.quorate.bft.core;

import io.quorate.bft.Decided;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.core.message.Message;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a {@link Replica} wants done. The driver carries effects out in order; sends wait for their log record. It may
 * drain many inputs first, append every {@link Persist}, sync once, release the sends and feed
 * {@link Input.Persisted} with the highest lsn.
 */
public sealed interface Effect {
    /** Append {@code record} to the write-ahead log. {@code lsn} counts up by one. Not durable before a sync. */
    record Persist(long lsn, Bytes record) implements Effect {}

    /** Send to one peer, never to self, once every log record up to {@code afterLsn} is durable (0: at once). */
    record Send(ReplicaId to, Message message, long afterLsn) implements Effect {}

    /** Send to all other replicas, under the rule of {@link Send}. */
    record Broadcast(Message message, long afterLsn) implements Effect {}

    /** Ask the application for a payload; answer with {@link Input.PayloadBuilt}. At most one is outstanding. */
    record BuildPayload(SeqNum seq, int maxBytes) implements Effect {}

    /** Tell the application that this payload of its own will not be decided at {@code seq}. */
    record ProposalAbandoned(SeqNum seq, Bytes payload) implements Effect {}

    /** Execute the next slot; several may be queued. Answer with {@link Input.Executed}. */
    record Execute(Decided decided) implements Effect {}

    /** Hand the encoded BlockCert of {@code seq} to the application. */
    record StoreBlockCert(SeqNum seq, Bytes blockCert) implements Effect {}

    /**
     * Read slots {@code first..last} from the application, stopping at a gap or once {@code maxBytes} of payload are
     * passed; answer with {@link Input.SlotsRead}. At most one is outstanding for each requester.
     */
    record ReadSlots(ReplicaId requester, SeqNum first, SeqNum last,
            int maxBytes) implements Effect {}

    /** What of the application's snapshots is read, or written; each is answered by an {@link Input.OfSnapshot}. */
    sealed interface OfSnapshot extends Effect {}

    /** Ask the application for its newest snapshots above {@code above}: {@link Input.OfferRead}. */
    record ReadOffer(ReplicaId requester, SeqNum above) implements OfSnapshot {}

    /** Answer with {@link Input.ChunkRead}; at most two are outstanding for each requester. */
    record ReadChunk(ReplicaId requester, SeqNum seq, int index) implements OfSnapshot {}

    /** Make room for a snapshot's chunks: {@link Input.RestoreBegun}. */
    record BeginRestore(Snapshot snapshot) implements OfSnapshot {}

    /** Keep a chunk: {@link Input.ChunkStored}. */
    record StoreChunk(Snapshot snapshot, int index, Bytes chunk) implements OfSnapshot {}

    /** Put the snapshot in the place of the state, durably: {@link Input.Restored}. No slot is executed meanwhile. */
    record FinishRestore(Snapshot snapshot) implements OfSnapshot {}

    /** Log records below {@code firstKeptLsn} are no longer needed; that record is durable already. */
    record Truncate(long firstKeptLsn) implements Effect {}

    /** Feed {@link Input.Ticked} at this monotonic time at the latest; replaces the wake-up asked for before. */
    record WakeAt(long nowMillis) implements Effect {}

    /** A replica signed what no correct one signs: for operators, and for whoever decides about membership. */
    record Convicted(Evidence evidence) implements Effect {}

    /** Ask the application for a batch of its own lane; answer with {@link Input.BatchBuilt}. One at a time. */
    record BuildBatch(long laneSeq, int maxBytes) implements Effect {}

    /** Evidence: two genuine batches of one author at one place of its lane. Told once a place. */
    record DoubleBatch(Batch first, Batch second) implements Effect {}

    /** Something worth a metric, a log line or a line of a scenario. Carries no duty. */
    record Trace(Kind kind, View view, SeqNum seq, String detail) implements Effect {
        /** What happened; {@code detail} is a short constant or a replica's name. */
        public enum Kind {
            PROPOSED,
            VOTED1,
            VOTED2,
            DECIDED_FAST,
            DECIDED_SLOW,
            DECIDED_FETCHED,
            EXECUTED,
            CERTIFIED,
            SUSPECTED,
            VIEW_LEFT,
            VIEW_ENTERED,
            REJECTED,
            RESTARTED,
            CONVICTED,
            DIVERGED,
            TRANSFER,
            /** An epoch began here; {@code detail} tells whether this process votes in it. */
            EPOCH_ENTERED,
            /** The application fixed the epoch's end. */
            EPOCH_END_FIXED
        }
    }
}
