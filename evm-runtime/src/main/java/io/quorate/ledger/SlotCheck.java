package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.DamageReport;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * The records of slots name each other, the block that was the head after each, and the access list of the block that it
 * made. What ordering stored with them is for others to judge. For one thread.
 */
final class SlotCheck {
    private final KeyValueReader store;
    private final LedgerCheck.Frame frame;
    private final Hash genesis;
    private final DamageReport report;
    private long count;
    private Optional<SlotStore.Stored> before = Optional.empty();

    SlotCheck(KeyValueReader store, LedgerCheck.Frame frame, Hash genesis, DamageReport report) {
        this.store = store;
        this.frame = frame;
        this.genesis = genesis;
        this.report = report;
    }

    void run() {
        report.begins("slots", frame.applied());
        try (Cursor cursor = store.scanPrefix(Space.DECISIONS, LedgerKeys.slotPrefix())) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                report.looked(1);
                long seq = entry.key().length == 1 + Long.BYTES ? LedgerKeys.numberOf(entry.key())
                        : -1;
                if (seq < 1 || seq > frame.applied()) {
                    report.damage(Space.DECISIONS, "the key " + Bytes.wrap(entry.key()),
                            "is of no slot up to the last one " + frame.applied());
                } else {
                    slot(seq, entry.value());
                }
            }
        }
        long last = before.map(stored -> stored.slot().seqNum()).orElse(0L);
        if (last != frame.applied()) {
            report.damage(Space.DECISIONS, "slot " + frame.applied(),
                    "is missing; the last slot that is there is " + last);
        }
    }

    private void slot(long seq, byte[] encoded) {
        SlotStore.Stored stored;
        try {
            stored = SlotStore.decode(encoded);
        } catch (StorageException e) {
            damage(seq, "does not decode: " + e.getCause().getMessage());
            before = Optional.empty();
            return;
        }
        count++;
        SlotRecord slotRecord = stored.slot().slotRecord();
        if (slotRecord.seqNum() != seq) {
            damage(seq, "says that it is slot " + slotRecord.seqNum());
        }
        link(seq, stored);
        block(seq, stored);
        before = Optional.of(stored);
    }

    private void damage(long seq, String what) {
        report.damage(Space.DECISIONS, "slot " + seq, what);
    }

    /** Slots may be missing before the first that is kept, and before one that came with a snapshot. */
    private void link(long seq, SlotStore.Stored stored) {
        Optional<Hash> previous = seq == 1 ? Optional.of(genesis)
                : before.filter(slot -> slot.slot().seqNum() == seq - 1)
                        .map(slot -> slot.slot().slotRecord().hash());
        Hash named = stored.slot().slotRecord().previousHash();
        previous.filter(hash -> !hash.equals(named)).ifPresent(hash -> damage(seq,
                "names " + named + " as the record before it; that of slot " + (seq - 1)
                        + " has the hash " + hash));
        if (previous.isEmpty() && before.isPresent()
                && stored.headNumber() > frame.oldest()) {
            long last = before.get().slot().seqNum();
            damage(last + 1, "is missing" + (last + 1 == seq - 1 ? "" : ", with those up to slot "
                    + (seq - 1)));
        }
    }

    private void block(long seq, SlotStore.Stored stored) {
        SlotRecord slotRecord = stored.slot().slotRecord();
        long number = stored.headNumber();
        long last = before.map(SlotStore.Stored::headNumber).orElse(number);
        if (number < last || number > last + 1 && number > frame.oldest()) {
            damage(seq, "ends with block " + number + "; the slot before it with block " + last);
        }
        if (seq == frame.applied() && number != frame.head()) {
            damage(seq, "is the last one and ends with block " + number + "; the last block is "
                    + frame.head());
        }
        Optional<Hash> hash = store.read(Space.BLOCKS, LedgerKeys.header(number))
                .map(Keccak256::hash);
        if (hash.filter(slotRecord.blockHash()::equals).isEmpty()
                && (hash.isPresent() || number >= frame.oldest())) {
            damage(seq, "names the block " + slotRecord.blockHash() + "; block " + number
                    + hash.map(found -> " has the hash " + found).orElse(" is missing"));
        }
        boolean isMade = before.map(slot -> slot.headNumber() == number - 1)
                .orElse(seq == 1 && number > frame.imported());
        Hash expected = isMade ? store.read(Space.BLOCKS, LedgerKeys.accessList(number))
                .map(Keccak256::hash).orElse(slotRecord.accessListHash())
                : slotRecord.accessListHash();
        if (number >= frame.oldest() && !expected.equals(slotRecord.accessListHash())) {
            report.damage(Space.BLOCKS, "the access list of block " + number, "has the hash "
                    + expected + "; the record of slot " + seq + " has "
                    + slotRecord.accessListHash());
        }
    }

    long count() {
        return count;
    }
}
