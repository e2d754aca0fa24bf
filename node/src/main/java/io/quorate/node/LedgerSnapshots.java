package io.quorate.node;

import io.quorate.bft.Applied;
import io.quorate.bft.Chunks;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.Snapshot;
import io.quorate.bft.SnapshotSource;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.LedgerSnapshot;
import io.quorate.ledger.RestoreTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;

/**
 * The ledger as ordering gives it to replicas that are too far behind. Snapshots are of every n-th slot, so that all
 * replicas offer the same ones; one is read when somebody first asks for it, and those used last are kept, as lists
 * of places in the history: a slow fetcher comes to its end while the chain goes on. {@link #offer} and {@link #chunk} are for one thread, the others for the executing one.
 */
final class LedgerSnapshots implements SnapshotSource {
    private static final int KEPT = 4;

    private final Ledger ledger;
    private final OperatorLog log;
    private final Settings settings;
    private final Runnable onRestored;
    private final LinkedHashMap<Long, Offer> offers = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param intervalSlots the same on all replicas, or none has enough who agree with it
     * @param slotsKept so many of the last slots are kept; 0: all
     */
    record Settings(long intervalSlots, long slotsKept) {
        static final Settings DEFAULT = new Settings(4096, 0);
    }

    /** Of a snapshot that is being fetched; written by the executing thread. */
    private final AtomicInteger chunksLeft = new AtomicInteger();

    private record Offer(LedgerSnapshot content, Snapshot description) {}

    /** {@code onRestored} is called when the ledger stands at another block than it led to itself. */
    LedgerSnapshots(Ledger ledger, OperatorLog log, Settings settings, Runnable onRestored) {
        this.ledger = ledger;
        this.log = log;
        this.settings = settings;
        this.onRestored = onRestored;
    }

    /** 0 where none is being fetched. */
    int chunksLeft() {
        return chunksLeft.get();
    }

    /** What nobody will ask for again goes, a little at a time; called after each slot. */
    void prune(long appliedSeq) {
        if (settings.slotsKept() > 0 && appliedSeq % 64 == 0) {
            ledger.pruneSlots(appliedSeq - settings.slotsKept());
        }
    }

    /** From this block on states are read for snapshots: of the newest slot on offer and of the one before. */
    long firstBlockNeeded() {
        long interval = settings.intervalSlots();
        long seq = (ledger.appliedSeq() / interval - 1) * interval;
        return seq <= 0 ? 0 : ledger.headAfter(seq).orElseGet(ledger::oldestKept);
    }

    /** The newest with a certificate: of a slot that was certified by a later one's there is none. */
    @Override
    public Optional<Snapshot> offer(long above) {
        long interval = settings.intervalSlots();
        long seq = ledger.appliedSeq() / interval * interval;
        for (int i = 0; i < KEPT && seq > above; i++, seq -= interval) {
            Optional<Bytes> certificate = ledger.blockCertificate(seq);
            if (certificate.isPresent()) return offer(seq, certificate.get());
        }
        return Optional.empty();
    }

    private Optional<Snapshot> offer(long seq, Bytes certificate) {
        if (!offers.containsKey(seq)) {
            read(seq, certificate).ifPresent(offer -> offers.put(seq, offer));
            if (offers.size() > KEPT) offers.pollFirstEntry(); // the one used longest ago
        }
        return Optional.ofNullable(offers.get(seq)).filter(offer -> offer.content().isKept())
                .map(Offer::description);
    }

    private Optional<Offer> read(long seq, Bytes certificate) {
        Optional<io.quorate.ledger.DecidedSlot> slot = ledger.slot(seq);
        List<Digest> chunks = new ArrayList<>();
        long begin = System.nanoTime();
        Optional<LedgerSnapshot> content = slot
                .flatMap(_ -> ledger.snapshot(seq, chunk -> chunks.add(Chunks.hash(chunk))));
        return content.filter(_ -> fits(seq, chunks.size())).map(read -> {
            log.snapshotRead(seq, chunks.size(), (System.nanoTime() - begin) / 1_000_000);
            Applied applied = new Applied(seq,
                    Digest.of(slot.get().slotRecord().hash().toArray()),
                    slot.get().orderingState(), slot.get().timestampMillis());
            return new Offer(read, new Snapshot(applied, decode(slot.get()), certificate, chunks));
        });
    }

    private boolean fits(long seq, int chunks) {
        if (chunks > Chunks.COUNT_MAX) log.snapshotTooLarge(seq, chunks);
        return chunks <= Chunks.COUNT_MAX;
    }

    static DecidedSlot decode(io.quorate.ledger.DecidedSlot stored) {
        try {
            return MessageCodec.decodeSlot(stored.value());
        } catch (DecodeException e) {
            throw new IllegalStateException("slot " + stored.seqNum() + " does not decode", e);
        }
    }

    @Override
    public Optional<Bytes> chunk(long seq, int index) {
        return Optional.ofNullable(offers.get(seq)).map(Offer::content)
                .filter(content -> index < content.chunkCount())
                .flatMap(content -> content.chunk(index));
    }

    @Override
    public List<Integer> begin(Snapshot snapshot) {
        List<Integer> held = ledger.beginRestore(MessageCodec.encodeSnapshot(snapshot),
                names(snapshot));
        chunksLeft.set(snapshot.chunks().size() - held.size());
        log.transferBegins(snapshot.seq(), snapshot.chunks().size(), held.size());
        return held;
    }

    @Override
    public void store(Snapshot snapshot, int index, Bytes chunk) {
        ledger.storeChunk(hash(snapshot.chunks().get(index)), chunk);
        chunksLeft.decrementAndGet();
    }

    @Override
    public void finish(Snapshot snapshot) {
        long begin = System.nanoTime();
        Applied applied = snapshot.applied();
        ledger.finishRestore(new RestoreTarget(hash(applied.resultDigest()),
                applied.timestampMillis(), MessageCodec.encodeSlot(snapshot.slot()),
                snapshot.slot().certificate(), applied.orderingState(), snapshot.blockCert(),
                names(snapshot)));
        log.transferEnds(snapshot.seq(), ledger.head().number(),
                (System.nanoTime() - begin) / 1_000_000);
        chunksLeft.set(0);
        onRestored.run();
    }

    /** What a crash interrupted, before anything else is done with the ledger. */
    void resume() {
        ledger.interruptedRestore().ifPresent(description -> {
            try {
                finish(MessageCodec.decodeSnapshot(description));
            } catch (DecodeException e) {
                throw new IllegalStateException("the snapshot that was being taken over does not "
                        + "decode", e);
            }
        });
    }

    private static List<Hash> names(Snapshot snapshot) {
        return snapshot.chunks().stream().map(LedgerSnapshots::hash).toList();
    }

    private static Hash hash(Digest digest) {
        return Hash.of(digest.toArray());
    }
}
