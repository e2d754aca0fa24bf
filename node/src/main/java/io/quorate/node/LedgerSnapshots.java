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
import io.quorate.ledger.SlotRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** {@code description} is without a certificate: a better one may come. */
    private record Offer(LedgerSnapshot content, Snapshot description) {
        Snapshot proved(Proof proof) {
            return new Snapshot(description.applied(), description.slot(), proof.certificate(),
                    proof.later(), description.chunks());
        }
    }

    /** A certificate, and the records of the slots after the snapshot's up to the one that it is of. */
    private record Proof(Bytes certificate, List<Bytes> later) {
        static final Proof NONE = new Proof(Bytes.EMPTY, List.of());
    }

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

    /** The state is read of the newest alone, unless no certificate covers that one. */
    @Override
    public List<Snapshot> offers(long above) {
        long interval = settings.intervalSlots();
        long newest = ledger.appliedSeq() / interval * interval;
        List<Snapshot> offers = new ArrayList<>();
        for (long seq = newest; seq > Math.max(above, 0) && seq >= newest - interval
                && offers.stream().noneMatch(Snapshot::isCertified); seq -= interval) {
            offer(seq).ifPresent(offers::add);
        }
        return offers;
    }

    private Optional<Snapshot> offer(long seq) {
        if (!offers.containsKey(seq)) {
            read(seq).ifPresent(offer -> offers.put(seq, offer));
            if (offers.size() > KEPT) offers.pollFirstEntry(); // the one used longest ago
        }
        return Optional.ofNullable(offers.get(seq)).filter(offer -> offer.content().isKept())
                .map(offer -> offer.proved(proofOf(seq)));
    }

    /** By the first certificate of the slot's epoch from the slot on; a slot that the next one's came before has none. */
    private Proof proofOf(long first) {
        List<Bytes> later = new ArrayList<>();
        OptionalLong epoch = OptionalLong.empty();
        for (long seq = first; seq <= first + Snapshot.LATER_MAX; seq++) {
            Optional<SlotRecord> slotRecord = ledger.slot(seq)
                    .map(io.quorate.ledger.DecidedSlot::slotRecord);
            if (slotRecord.isEmpty()
                    || epoch.isPresent() && slotRecord.get().epoch() != epoch.getAsLong())
                break;
            epoch = OptionalLong.of(slotRecord.get().epoch());
            if (seq > first) later.add(slotRecord.get().encode());
            Optional<Bytes> certificate = ledger.blockCertificate(seq);
            if (certificate.isPresent()) return new Proof(certificate.get(), later);
        }
        return Proof.NONE;
    }

    private Optional<Offer> read(long seq) {
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
            return new Offer(read, new Snapshot(applied, decode(slot.get()), Bytes.EMPTY, chunks));
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
                snapshot.slot().certificate(), applied.orderingState(),
                snapshot.later().isEmpty() ? snapshot.blockCert() : Bytes.EMPTY,
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
