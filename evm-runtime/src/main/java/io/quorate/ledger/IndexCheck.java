package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.DamageReport;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Finds entries of the indexes that lead nowhere. That every block, transaction and event is in them was seen where blocks
 * were looked at, so only more entries than that are looked at closely. For one thread.
 */
final class IndexCheck {
    private static final int HASHED = 1 + Hash.SIZE;
    private static final int PLACE = Long.BYTES + Integer.BYTES;

    private final KeyValueReader store;
    private final BlockStore blocks;
    private final LedgerCheck.Frame frame;
    private final DamageReport report;

    IndexCheck(KeyValueReader store, LedgerCheck.Frame frame, DamageReport report) {
        this.store = store;
        this.blocks = new BlockStore(store);
        this.frame = frame;
        this.report = report;
    }

    /** What {@code key} of the log index is about. */
    static String term(byte[] key) {
        Bytes term = Bytes.wrap(Arrays.copyOfRange(key, 1, key.length - Long.BYTES));
        return key[0] == 0 ? "address " + term : "topic " + term + " at place " + (key[0] - 1);
    }

    /** {@code transactions} were found in the blocks that are kept. */
    void hashes(long transactions) {
        report.begins("index of hashes", store.estimatedEntries(Space.INDEX));
        long found = 0;
        try (Cursor cursor = store.scan(Space.INDEX, new byte[0], new byte[0])) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                report.looked(1);
                if (isBlock(entry)) {
                    block(entry);
                } else if (isPlace(entry)) {
                    found += Keys.readLong(entry.value(), 0) >= frame.oldest() ? 1 : 0;
                } else {
                    report.damage(Space.INDEX, "the key " + Bytes.wrap(entry.key()),
                            "is of no block and of no transaction, or leads to "
                                    + Bytes.wrap(entry.value()));
                }
            }
        }
        if (found != transactions) {
            places();
        }
    }

    private static boolean isBlock(Entry entry) {
        return entry.key().length == HASHED && entry.key()[0] == 'b'
                && entry.value().length == Long.BYTES;
    }

    private static boolean isPlace(Entry entry) {
        return entry.key().length == HASHED && entry.key()[0] == 't'
                && entry.value().length == PLACE;
    }

    private void block(Entry entry) {
        Hash hash = Hash.of(entry.key(), 1);
        long number = Keys.readLong(entry.value(), 0);
        Optional<Hash> header = store.read(Space.BLOCKS, LedgerKeys.header(number))
                .map(Keccak256::hash);
        // Of a chain that came by snapshot, the headers of what was there before may be gone.
        if (header.filter(hash::equals).isEmpty()
                && (header.isPresent() || number >= frame.oldest())) {
            report.damage(Space.INDEX, "the number of block " + hash, "is " + number
                    + header.map(other -> "; that block has the hash " + other)
                            .orElse("; there is no such block"));
        }
    }

    /** There are other entries than transactions. */
    private void places() {
        try (Cursor cursor = store.scanPrefix(Space.INDEX, new byte[]{'t'})) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                if (isPlace(entry) && Keys.readLong(entry.value(), 0) >= frame.oldest()) {
                    place(entry);
                }
            }
        }
    }

    private void place(Entry entry) {
        Hash hash = Hash.of(entry.key(), 1);
        long number = Keys.readLong(entry.value(), 0);
        int index = (int) Keys.readLong(entry.value(), Integer.BYTES);
        if (transactionAt(number, index).filter(hash::equals).isEmpty()) {
            report.damage(Space.INDEX, "the place of transaction " + hash, "is block " + number
                    + " at " + index + ", where it is not");
        }
    }

    private Optional<Hash> transactionAt(long number, int index) {
        try {
            return blocks.block(number).map(Block::transactions)
                    .filter(list -> index >= 0 && index < list.size())
                    .map(list -> list.get(index).hash());
        } catch (StorageException _) { // a block that is none was told
            return Optional.empty();
        }
    }

    /** {@code expected} entries belong to the blocks that are kept. */
    void events(long expected) {
        report.begins("index of events", store.estimatedEntries(Space.LOG_INDEX));
        long found = 0;
        try (Cursor cursor = store.scan(Space.LOG_INDEX, new byte[0], new byte[0])) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                report.looked(1);
                if (!isEvents(entry.key())) {
                    report.damage(Space.LOG_INDEX, "the key " + Bytes.wrap(entry.key()),
                            "is of no address or topic in a block up to " + frame.head());
                } else if (LogIndex.blockOf(entry.key()) >= frame.oldest()) {
                    found++;
                }
            }
        }
        if (found != expected) {
            strangers();
        }
    }

    private boolean isEvents(byte[] key) {
        int size = key.length - Long.BYTES;
        return size > 0 && (key[0] == 0 ? size == LogIndex.ADDRESS_SIZE
                : key[0] <= 4 && key[0] > 0 && size == HASHED)
                && LogIndex.blockOf(key) >= 0 && LogIndex.blockOf(key) <= frame.head();
    }

    private void strangers() {
        try (Cursor cursor = store.scan(Space.LOG_INDEX, new byte[0], new byte[0])) {
            while (cursor.hasNext()) {
                byte[] key = cursor.next().key();
                if (isEvents(key) && LogIndex.blockOf(key) >= frame.oldest() && !hasEvents(key)) {
                    report.damage(Space.LOG_INDEX, "the events of block " + LogIndex.blockOf(key)
                            + " under " + term(key), "are in no receipt");
                }
            }
        }
    }

    private boolean hasEvents(byte[] key) {
        WriteBatch all = new WriteBatch();
        try {
            LogIndex.put(all, LogIndex.blockOf(key),
                    blocks.receipts(LogIndex.blockOf(key)).orElse(List.of()));
        } catch (StorageException _) { // receipts that are none were told
            return true;
        }
        return all.operations().stream().anyMatch(
                operation -> operation instanceof WriteBatch.Put put
                        && Arrays.equals(put.key(), key));
    }
}
