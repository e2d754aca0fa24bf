package io.quorate.bft.core;

import io.quorate.bft.DecodeException;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import io.quorate.bft.core.message.Status;
import io.quorate.bft.core.transfer.Serving;
import io.quorate.bft.core.transfer.Transfer;
import io.quorate.bft.core.transfer.TransferPort;
import io.quorate.bft.core.transfer.TransferRules;
import java.util.Arrays;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Ties {@link Transfer} and {@link Serving} to the replica. Mutable, one thread. */
final class SnapshotDuty implements TransferPort {
    private final Context context;
    private final ShareCollector shares;
    private final Delivery delivery;
    private final TransferRules rules;
    private final Transfer transfer;
    private final Serving serving;
    private final long[] executedByPeer;
    /** By at least one correct replica: f liars move nothing. */
    private long executedElsewhere;
    private long movedMillis;
    private SeqNum movedTo;

    SnapshotDuty(Context context, ShareCollector shares, Delivery delivery, TransferRules rules) {
        int n = context.quorums.n();
        this.context = context;
        this.shares = shares;
        this.delivery = delivery;
        this.rules = rules;
        this.transfer = new Transfer(context.config.self(), n, context.quorums.weak(), rules, this);
        this.serving = new Serving(n, this);
        this.executedByPeer = new long[n];
        this.movedTo = context.window.decided();
    }

    void start() {
        movedMillis = context.nowMillis;
    }

    /** True: slots are not to be fetched. */
    boolean replacesSlots() {
        return transfer.isFetching();
    }

    void onStatus(ReplicaId from, Status status) {
        if (executedByPeer[from.index()] != status.executed().number()) {
            executedByPeer[from.index()] = status.executed().number();
            long[] sorted = executedByPeer.clone();
            Arrays.sort(sorted);
            executedElsewhere = sorted[sorted.length - context.quorums.weak()];
        }
    }

    void tick() {
        Window window = context.window;
        boolean executing = !window.executed().equals(window.delivered());
        boolean near = gap() <= window.size();
        if (near || executing || !window.decided().equals(movedTo)) {
            movedTo = window.decided();
            movedMillis = context.nowMillis;
        }
        transfer.tick(context.nowMillis, window.executed().number(), needed());
    }

    long deadlineMillis() {
        long stuckAt = gap() > context.window.size() && !needed()
                ? movedMillis + patience()
                : Long.MAX_VALUE;
        return Math.min(stuckAt, transfer.deadlineMillis(context.nowMillis));
    }

    /** Slots come from whoever has them; where none has come for so long, and none is left to execute, nobody has. */
    private boolean needed() {
        long gap = gap();
        boolean stuck = context.nowMillis - movedMillis >= patience();
        return gap > rules.slotGapMax() || gap > context.window.size() && stuck;
    }

    private long patience() {
        return 2 * context.timeouts().progress(0);
    }

    private long gap() {
        return executedElsewhere - context.window.executed().number();
    }

    void onFetch(ReplicaId from, Fetch fetch) {
        switch (fetch.wanted()) {
            case Fetch.Wanted.SnapshotAbove(SeqNum seq) -> serving.onSnapshotAbove(from,
                    seq.number(), context.nowMillis);
            case Fetch.Wanted.DescriptionOf(SeqNum seq) -> serving.onDescriptionOf(from, seq,
                    context.config.epoch(), context.nowMillis);
            case Fetch.Wanted.ChunkOf(SeqNum seq, int index) -> serving.onChunkOf(from, seq, index,
                    context.nowMillis);
            default -> throw new IllegalStateException("not about snapshots: " + fetch);
        }
    }

    void onOffer(ReplicaId from, SnapshotOffer offer) {
        transfer.onOffer(from, offer, context.window.executed().number(), context.nowMillis);
    }

    void onDescription(ReplicaId from, SnapshotDescription description) {
        transfer.onDescription(from, description.snapshot(), context.nowMillis);
    }

    void onChunk(ReplicaId from, SnapshotChunk chunk) {
        transfer.onChunk(from, chunk, context.nowMillis);
    }

    void onInput(Input.OfSnapshot input) {
        switch (input) {
            case Input.OfferRead(var requester, var snapshots) ->
                    serving.offered(requester, snapshots);
            case Input.ChunkRead(var requester, var seq, int index, var chunk) -> serving
                    .read(requester, seq.number(), index, chunk);
            case Input.RestoreBegun(SeqNum _, List<Integer> held) -> transfer
                    .begun(context.nowMillis, held);
            case Input.ChunkStored(SeqNum seq, int index) -> transfer.stored(seq.number(), index,
                    context.nowMillis);
            case Input.Restored(Snapshot snapshot) -> restored(snapshot);
        }
    }

    /** Own votes, what was prepared and the view stay as they are; the certificate moves the base as any does. */
    private void restored(Snapshot snapshot) {
        SeqNum seq = new SeqNum(snapshot.seq());
        context.window.jumpTo(seq);
        delivery.restored(snapshot);
        BlockCert cert = blockCert(snapshot);
        if (cert.seq().isAfter(context.window.base())) {
            shares.raise(cert);
        }
        shares.restored(seq, snapshot.applied().resultDigest());
        context.window.growDecided();
        context.failedViews = 0;
        context.grewMillis = context.nowMillis;
        transfer.finished();
        delivery.deliver();
    }

    private BlockCert blockCert(Snapshot snapshot) {
        try {
            return context.codec.decodeBlockCert(snapshot.blockCert());
        } catch (DecodeException e) {
            throw new IllegalStateException("a certificate that was checked cannot be read", e);
        }
    }

    /** What does not verify is held against its sender, as with any message that carries certificates. */
    @Override
    public boolean isCertified(Snapshot snapshot) {
        boolean genuine = SnapshotProof.verifies(snapshot, context.config.epoch(),
                context.codec, context.signatures, context.rules.records());
        if (!genuine) {
            context.blameSender();
        }
        return genuine;
    }

    @Override
    public void send(ReplicaId to, Message message) {
        context.outbox.emit(new Effect.Send(to, message, 0));
    }

    @Override
    public void begin(Snapshot snapshot) {
        context.outbox.emit(new Effect.BeginRestore(snapshot));
    }

    @Override
    public void store(Snapshot snapshot, int index, Bytes chunk) {
        context.outbox.emit(new Effect.StoreChunk(snapshot, index, chunk));
    }

    /** Between what is executed and the new state nothing may be on its way to the application. */
    @Override
    public boolean finish(Snapshot snapshot) {
        delivery.pause();
        if (!context.window.executed().equals(context.window.delivered())) {
            return false;
        }
        context.outbox.emit(new Effect.FinishRestore(snapshot));
        return true;
    }

    @Override
    public void resume() {
        delivery.resume();
    }

    @Override
    public void readOffer(ReplicaId requester, long above) {
        context.outbox.emit(new Effect.ReadOffer(requester, new SeqNum(above)));
    }

    @Override
    public void readChunk(ReplicaId requester, long seq, int index) {
        context.outbox.emit(new Effect.ReadChunk(requester, new SeqNum(seq), index));
    }

    @Override
    public void trace(long seq, String detail) {
        context.trace(Effect.Trace.Kind.TRANSFER, new SeqNum(seq), detail);
    }
}
