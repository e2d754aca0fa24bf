package io.quorate.ledger;

import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks that the log index has for one term, in order. They are read by the handful, more at a time the longer they
 * are read in a row, so that neither a leap nor a walk is dear and nothing stays open. Mutable, for one search.
 */
final class Postings {
    static final long END = Long.MAX_VALUE;
    private static final int FIRST_READ = 8;
    private static final int READ_MAX = 512;

    private final KeyValueReader store;
    private final byte[] term;
    private final byte[] end;
    private final List<Entry> read = new ArrayList<>();
    private int at;
    private int readNext = FIRST_READ;
    private boolean isAtEnd;
    private long entriesRead;

    /** Up to block {@code last}. */
    Postings(KeyValueReader store, byte[] term, long last) {
        this.store = store;
        this.term = term;
        this.end = LogIndex.key(term, last + 1);
    }

    /** Goes to the first block from {@code from} on, never backwards; {@link #END} where there is none. */
    long seek(long from) {
        while (at < read.size() && LogIndex.blockOf(read.get(at).key()) < from) {
            at++;
        }
        if (at == read.size() && !isAtEnd) {
            boolean leapt = !read.isEmpty()
                    && LogIndex.blockOf(read.getLast().key()) + 1 < from;
            readNext = leapt ? FIRST_READ : Math.min(READ_MAX, 2 * readNext);
            read(from);
        }
        return block();
    }

    /** Where it stands. */
    long block() {
        return at < read.size() ? LogIndex.blockOf(read.get(at).key()) : END;
    }

    /** The events in {@link #block}. */
    int[] indexes() {
        return LogIndex.indexes(read.get(at).value());
    }

    /** A measure of the work done. */
    long entriesRead() {
        return entriesRead;
    }

    private void read(long from) {
        read.clear();
        at = 0;
        byte[] begin = LogIndex.key(term, from);
        isAtEnd = true;
        entriesRead++; // a look that finds nothing is work too
        try (Cursor cursor = store.scan(Space.LOG_INDEX, begin, end)) {
            while (cursor.hasNext()) {
                if (read.size() == readNext) {
                    isAtEnd = false;
                    break;
                }
                read.add(cursor.next());
            }
        }
        entriesRead += read.size();
    }
}
