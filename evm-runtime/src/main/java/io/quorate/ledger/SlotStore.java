package io.quorate.ledger;

import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.storage.Durability;
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

    private final KeyValueStore store;

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

    /** The highest sequence number up to {@code seqNum} that has a certificate. */
    Optional<Long> certifiedUpTo(long seqNum) {
        return store.floor(Space.DECISIONS, LedgerKeys.blockCertificate(seqNum))
                .filter(entry -> LedgerKeys.isBlockCertificate(entry.key()))
                .map(entry -> Keys.readLong(entry.key(), 1));
    }
}
