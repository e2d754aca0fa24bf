package io.quorate.bft.core.transfer;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.SnapshotChunk;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Answers those who fetch, within limits: nobody can make a replica read its disk all day. Mutable, one thread. */
public final class Serving {
    private static final long OFFER_EVERY_MILLIS = 500;
    private static final int CHUNKS_READ_MAX = 2;
    /** Of all peers together: at most 32 MiB a second leave. */
    private static final int CHUNKS_PER_SECOND = 32;

    private final TransferPort port;
    private final Offered offered = new Offered();
    private final long[] describedMillis;
    private final long[] offeredMillis;
    private final boolean[] offering;
    private final int[] reading;
    private long secondMillis;
    private int served;

    public Serving(int committeeSize, TransferPort port) {
        this.port = port;
        this.offeredMillis = new long[committeeSize];
        this.offering = new boolean[committeeSize];
        this.reading = new int[committeeSize];
        this.describedMillis = new long[committeeSize];
        Arrays.fill(offeredMillis, -OFFER_EVERY_MILLIS);
        Arrays.fill(describedMillis, -OFFER_EVERY_MILLIS);
    }

    public void onSnapshotAbove(ReplicaId from, long above, long nowMillis) {
        int peer = from.index();
        if (!offering[peer] && nowMillis >= offeredMillis[peer] + OFFER_EVERY_MILLIS) {
            offering[peer] = true;
            offeredMillis[peer] = nowMillis;
            port.readOffer(from, above);
        }
    }

    public void offered(ReplicaId requester, List<Snapshot> snapshots) {
        offering[requester.index()] = false;
        offered.offer(snapshots).ifPresent(offer -> port.send(requester, offer));
    }

    /** As long as a chunk, and counted like one. */
    public void onDescriptionOf(ReplicaId from, SeqNum seq, long epoch, long nowMillis) {
        int peer = from.index();
        if (nowMillis >= describedMillis[peer] + OFFER_EVERY_MILLIS && hasRoom(nowMillis)) {
            offered.describe(seq, epoch).ifPresent(description -> {
                describedMillis[peer] = nowMillis;
                served++;
                port.send(from, description);
            });
        }
    }

    /** What is beyond the limit gets no answer: the fetcher turns to others, and back. */
    public void onChunkOf(ReplicaId from, SeqNum seq, int index, long nowMillis) {
        if (reading[from.index()] < CHUNKS_READ_MAX && hasRoom(nowMillis)) {
            reading[from.index()]++;
            served++;
            port.readChunk(from, seq.number(), index);
        }
    }

    private boolean hasRoom(long nowMillis) {
        if (nowMillis >= secondMillis + 1_000) {
            secondMillis = nowMillis;
            served = 0;
        }
        return served < CHUNKS_PER_SECOND;
    }

    public void read(ReplicaId requester, long seq, int index, Optional<Bytes> chunk) {
        reading[requester.index()]--;
        chunk.ifPresent(data -> port.send(requester,
                new SnapshotChunk(new SeqNum(seq), index, data)));
    }
}
