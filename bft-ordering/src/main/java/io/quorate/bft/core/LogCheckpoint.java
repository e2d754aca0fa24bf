package io.quorate.bft.core;

import io.quorate.bft.SeqNum;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.Message;
import java.util.List;

/**
 * Keeps the log short: from time to time what still matters is written again, and once that is durable the log before
 * it may go. Mutable, one thread.
 */
final class LogCheckpoint {
    private static final long BYTES_BETWEEN = 4L << 20;

    private final Context context;
    private final ViewChanger viewChanger;
    private SeqNum writtenAtBase;
    private long writtenAtBytes;
    private long firstLsn;
    private long lastLsn;

    LogCheckpoint(Context context, ViewChanger viewChanger) {
        this.context = context;
        this.viewChanger = viewChanger;
        this.writtenAtBase = context.window.base();
    }

    /** Writes a checkpoint if the base moved far enough or the log grew, and none is on its way to disk. */
    void update() {
        if (firstLsn > 0 && context.outbox.durableLsn() >= lastLsn) {
            context.outbox.emit(new Effect.Truncate(firstLsn));
            firstLsn = 0;
        }
        SeqNum base = context.window.base();
        boolean far = base.number() - writtenAtBase.number() >= context.window.size();
        boolean large = base.isAfter(writtenAtBase)
                && context.outbox.bytesLogged() - writtenAtBytes >= BYTES_BETWEEN
                        + 2 * context.lanes.store.bytes();
        if (firstLsn == 0 && (far || large)) {
            write();
        }
    }

    private void write() {
        firstLsn = context.outbox.lastLsn() + 1;
        context.window.baseCert().ifPresent(context.outbox::persist);
        List<Message> view = viewChanger.logRecords();
        view.forEach(context.outbox::persist);
        context.lanes.logRecords().forEach(context.outbox::persist);
        for (Slot slot : context.window.slots().tailMap(context.window.base(), false).values()) {
            slot.durableValues.values()
                    .forEach(value -> context.outbox.persist(new FetchedValue(value)));
            slot.ownVote1.ifPresent(context.outbox::persist);
            slot.prepared.ifPresent(context.outbox::persist);
        }
        lastLsn = context.outbox.lastLsn();
        writtenAtBase = context.window.base();
        writtenAtBytes = context.outbox.bytesLogged();
    }
}
