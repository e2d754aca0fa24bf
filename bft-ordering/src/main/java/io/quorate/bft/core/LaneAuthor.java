package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.core.message.Batch;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.tuweni.bytes.Bytes;

/**
 * Fills this replica's own lane from its application. A batch is in the log before anybody sees it: two at one place
 * are evidence against their author. Mutable, one thread.
 */
final class LaneAuthor {
    private final Context context;
    private final LaneSetting setting;
    private final OptionalInt lane;
    /** The last own batch, kept when all others may forget it: the next one must follow it. */
    private Optional<Batch> last = Optional.empty();
    private long lastSeq;
    private Digest lastDigest = Digest.ZERO;
    private boolean buildable;
    private boolean building;
    private long builtMillis = Long.MIN_VALUE;
    /** Others have more of this lane than this replica remembers: what it wrote next might be a second one there. */
    private boolean forgot;
    private final BitSet remembering;

    LaneAuthor(Context context) {
        this.context = context;
        this.setting = context.config.lanes();
        this.lane = setting.laneOf(context.config.self());
        this.remembering = new BitSet(context.quorums.n());
    }

    boolean writes() {
        return lane.isPresent();
    }

    void workAvailable() {
        buildable = true;
    }

    void workGone() {
        buildable = false;
    }

    /** Recovery: an own batch from the log. */
    void restore(Batch batch, Digest digest) {
        if (batch.laneSeq() > lastSeq) {
            remember(batch, digest);
        }
    }

    /** Whether this is a batch of this replica's own that its log knows nothing of. */
    boolean forgets(Batch batch) {
        return batch.author().equals(context.config.self()) && batch.laneSeq() > lastSeq;
    }

    /** {@code from} says that it holds the lane that far: one of f + 1 tells the truth. */
    void reported(ReplicaId from, long laneSeq) {
        if (laneSeq > lastSeq) {
            remembering.set(from.index());
            forgot |= remembering.cardinality() >= context.quorums.weak();
        }
    }

    /** A genuine batch came. */
    void seen(Batch batch) {
        forgot |= forgets(batch);
    }

    /**
     * The log was cut short, or a state was taken over beside a log that is not whole: nobody can tell what else was
     * given out, so the lane rests until the next epoch begins it anew. So it does where it is frozen.
     */
    private boolean rests() {
        forgot |= context.lanes.executed().of(lane.getAsInt()) > lastSeq;
        return forgot || context.lanes.leavesOut(lane.getAsInt());
    }

    private void remember(Batch batch, Digest digest) {
        last = Optional.of(batch);
        lastSeq = batch.laneSeq();
        lastDigest = digest;
    }

    Optional<Batch> last() {
        return last;
    }

    /** Asks for a body if it is time; else when to look again (Long.MAX_VALUE: after another input). */
    long poll() {
        boolean late = context.window.isClosed(); // nothing of this epoch cites it any more
        if (lane.isEmpty() || rests() || !buildable || building || late || !hasRoom()) {
            return Long.MAX_VALUE;
        }
        boolean waits = builtMillis != Long.MIN_VALUE
                && context.nowMillis < builtMillis + setting.batchMillis();
        if (waits) {
            return builtMillis + setting.batchMillis();
        }
        building = true;
        context.outbox.emit(new Effect.BuildBatch(lastSeq + 1, setting.batchBytesMax()));
        return Long.MAX_VALUE;
    }

    /** Half of the quota, for others may be slower to execute, and what they refuse must come again. */
    private boolean hasRoom() {
        int own = lane.getAsInt();
        return lastSeq - context.lanes.executed().of(own) < setting.batchesMax() / 2
                && context.lanes.store.waitingBytes(own) < setting.laneBytesMax() / 2;
    }

    /** The batch that goes to the store, the log and everybody; empty if the application had nothing. */
    Optional<Batch> built(long laneSeq, Optional<Bytes> body) {
        if (!building || laneSeq != lastSeq + 1) {
            throw new IllegalStateException("no batch " + laneSeq + " was asked for");
        }
        building = false;
        if (forgot) {
            return Optional.empty();
        }
        if (body.isEmpty()) {
            buildable = false;
            return Optional.empty();
        }
        builtMillis = context.nowMillis;
        return Optional.of(context.signatures.batch(laneSeq, lastDigest, body.get()));
    }

    void sent(Batch batch, Digest digest) {
        remember(batch, digest);
    }
}
