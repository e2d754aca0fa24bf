package io.quorate.ledger;

import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Decided slots and the certificates over their records. Safe for any thread. */
final class SlotStore {
    /** A slot, and the head of the chain after it. */
    record Stored(DecidedSlot slot, long headNumber) {}

    private static final int PRUNED_AT_ONCE = 1_000;

    private final KeyValueStore store;
    /** Of the committing thread. */
    private long prunedTo;

    SlotStore(KeyValueStore store) {
        this.store = store;
    }

    void put(WriteBatch batch, DecidedSlot slot, long headNumber) {
        RlpWriter out = new RlpWriter(slot.value().size() + 1024).startList()
                .writeRaw(slot.slotRecord().encode()).write(headNumber)
                .write(slot.timestampMillis()).write(slot.value()).write(slot.certificate())
                .write(slot.orderingState()).endList();
        batch.put(Space.DECISIONS, LedgerKeys.slot(slot.seqNum()), out.toArray());
    }

    Optional<Stored> find(long seqNum) {
        return store.read(Space.DECISIONS, LedgerKeys.slot(seqNum)).map(SlotStore::decode);
    }

    /** Also of a slot that was pruned. */
    Optional<SlotRecord> slotRecord(long seqNum) {
        return find(seqNum).map(stored -> stored.slot().slotRecord())
                .or(() -> store.read(Space.DECISIONS, LedgerKeys.slotRecord(seqNum))
                        .map(SlotStore::decodeRecord));
    }

    private static SlotRecord decodeRecord(byte[] encoded) {
        try {
            return SlotRecord.decode(Bytes.wrap(encoded));
        } catch (DecodeException e) {
            throw BlockStore.corrupt("slot record", e);
        }
    }

    /**
     * Removes slots below {@code seqNum}, a thousand at most. Their records stay, some 240 bytes each: without
     * them the certificates that stay would certify nothing that anybody knows.
     */
    void prune(long seqNum) {
        WriteBatch batch = new WriteBatch();
        try (Cursor cursor = store.scan(Space.DECISIONS, LedgerKeys.slot(prunedTo),
                LedgerKeys.slot(seqNum))) {
            while (cursor.hasNext() && batch.size() < 2 * PRUNED_AT_ONCE) {
                Entry entry = cursor.next();
                long number = LedgerKeys.numberOf(entry.key());
                batch.put(Space.DECISIONS, LedgerKeys.slotRecord(number),
                        decode(entry.value()).slot().slotRecord().encode().toArray());
                batch.delete(Space.DECISIONS, entry.key());
                prunedTo = number;
            }
        }
        store.write(batch, Durability.BUFFERED);
    }

    static Stored decode(byte[] encoded) {
        try {
            RlpReader fields = new RlpReader(encoded).readList();
            SlotRecord slotRecord = SlotRecord.decode(fields.readRaw());
            long headNumber = fields.readLong();
            DecidedSlot slot = new DecidedSlot(slotRecord, fields.readUnsignedLong(),
                    fields.readByteString(), fields.readByteString(), fields.readByteString());
            fields.requireEnd();
            return new Stored(slot, headNumber);
        } catch (DecodeException e) {
            throw BlockStore.corrupt("slot", e);
        }
    }

    void certify(long seqNum, Bytes certificate) {
        store.write(new WriteBatch().put(Space.DECISIONS, LedgerKeys.blockCertificate(seqNum),
                certificate.toArray()), Durability.BUFFERED);
    }

    /** Durable when it returns. */
    void forgetCertificatesAbove(long seqNum) {
        WriteBatch batch = new WriteBatch();
        Optional<Long> last = certifiedUpTo(Long.MAX_VALUE);
        while (last.isPresent() && last.get() > seqNum) {
            batch.delete(Space.DECISIONS, LedgerKeys.blockCertificate(last.get()));
            last = certifiedUpTo(last.get() - 1);
        }
        store.write(batch, Durability.SYNCED);
    }

    Optional<Bytes> certificate(long seqNum) {
        return store.read(Space.DECISIONS, LedgerKeys.blockCertificate(seqNum)).map(Bytes::wrap);
    }

    void keepEpochEnd(long epoch, EpochEnd end) {
        RlpWriter out = new RlpWriter(end.next().size() + 1024).startList()
                .write(end.slotRecord()).write(end.certificate()).write(end.next()).endList();
        store.write(new WriteBatch().put(Space.DECISIONS, LedgerKeys.epochEnd(epoch),
                out.toArray()), Durability.BUFFERED);
    }

    Optional<EpochEnd> epochEnd(long epoch) {
        return store.read(Space.DECISIONS, LedgerKeys.epochEnd(epoch))
                .map(SlotStore::decodeEpochEnd);
    }

    private static EpochEnd decodeEpochEnd(byte[] encoded) {
        try {
            RlpReader fields = new RlpReader(encoded).readList();
            EpochEnd end = new EpochEnd(fields.readByteString(), fields.readByteString(),
                    fields.readByteString());
            fields.requireEnd();
            return end;
        } catch (DecodeException e) {
            throw BlockStore.corrupt("end of an epoch", e);
        }
    }

    static void putFixedEpoch(WriteBatch batch, FixedEpoch.Kept kept) {
        batch.put(Space.DECISIONS, LedgerKeys.fixedEpoch(kept.epoch().number()),
                kept.encode().toArray());
    }

    static Optional<FixedEpoch.Kept> fixedEpoch(KeyValueReader store, long epoch) {
        return store.read(Space.DECISIONS, LedgerKeys.fixedEpoch(epoch)).map(encoded -> {
            try {
                return FixedEpoch.Kept.decode(Bytes.wrap(encoded));
            } catch (DecodeException e) {
                throw BlockStore.corrupt("epoch", e);
            }
        });
    }

    /** The lowest sequence number from {@code seqNum} to {@code last} that has a certificate. */
    Optional<Long> certifiedFrom(long seqNum, long last) {
        try (Cursor cursor = store.scan(Space.DECISIONS, LedgerKeys.blockCertificate(seqNum),
                LedgerKeys.blockCertificate(last + 1))) {
            return cursor.hasNext() ? Optional.of(LedgerKeys.numberOf(cursor.next().key()))
                    : Optional.empty();
        }
    }

    /** The highest sequence number up to {@code seqNum} that has a certificate. */
    Optional<Long> certifiedUpTo(long seqNum) {
        return store.floor(Space.DECISIONS, LedgerKeys.blockCertificate(seqNum))
                .filter(entry -> LedgerKeys.isBlockCertificate(entry.key()))
                .map(entry -> Keys.readLong(entry.key(), 1));
    }
}
