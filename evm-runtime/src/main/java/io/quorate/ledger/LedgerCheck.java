package io.quorate.ledger;

import io.quorate.evm.primitives.Hash;
import io.quorate.state.DamageReport;
import io.quorate.state.FlatStateCheck;
import io.quorate.state.HistoryCheck;
import io.quorate.state.TrieCheck;
import io.quorate.state.TrieHistoryCheck;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/**
 * Reads a whole ledger and compares everything in it with what it follows from: blocks with the roots of their headers,
 * headers with each other, the state with the last header, tries with the state, the history with the tries, slot records
 * with the blocks they made. It writes nothing. What ordering put into slots is opaque here. For one thread.
 */
public final class LedgerCheck {
    private final KeyValueReader store;
    private final GenesisBlock genesis;
    private final SenderRule senders;
    private final Supplier<KeyValueStore> scratch;
    private final DamageReport report;

    /** What was looked at. */
    public record Counts(long headers, long blocks, long transactions, long accounts, long slots,
            long trieNodes, long replacedNodes, long versions, long slotRecords) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Nobody writes to {@code store} meanwhile.
     *
     * @param scratch an empty store to sort in, asked for where the state is large; the caller closes it
     */
    public LedgerCheck(KeyValueReader store, GenesisBlock genesis,
            Supplier<KeyValueStore> scratch, DamageReport report) {
        this(store, genesis, TransactionCodec::sender, scratch, report);
    }

    /** As the other, of a chain with its own idea of who sent a transaction. */
    public LedgerCheck(KeyValueReader store, GenesisBlock genesis, SenderRule senders,
            Supplier<KeyValueStore> scratch, DamageReport report) {
        this.store = store;
        this.genesis = genesis;
        this.senders = senders;
        this.scratch = scratch;
        this.report = report;
    }

    /**
     * Why the store cannot be checked as it is, though nothing need be wrong with it: a sentence's end that names what to
     * do; empty where it can.
     */
    public static Optional<String> obstacle(KeyValueReader store) {
        Optional<byte[]> format = store.read(Space.META, LedgerKeys.FORMAT_KEY);
        if (format.isEmpty()) {
            return Optional.of("has no chain: its database is empty");
        }
        if (store.read(Space.META, LedgerKeys.RESTORING).isPresent()) {
            return Optional.of("is taking over a state from other replicas, which a stop"
                    + " interrupted; start the replica once, so that it is finished, and stop it"
                    + " again");
        }
        long number = format.get().length == Long.BYTES ? Keys.readLong(format.get(), 0) : -1;
        return number > 0 && number < LedgerKeys.FORMAT ? Optional.of("has the old format "
                + number + "; start the replica once, so that it is brought to format "
                + LedgerKeys.FORMAT + ", and stop it again") : Optional.empty();
    }

    /** About how many entries {@link #run} will look at. */
    public long estimatedEntries() {
        long all = store.estimatedEntries(Space.DECISIONS) / 2;
        for (Space space : List.of(Space.INDEX, Space.STATE, Space.CODE, Space.TRIE, Space.HISTORY,
                Space.TRIE_HISTORY, Space.LOG_INDEX)) {
            all += store.estimatedEntries(space);
        }
        // Of its five entries, a block's are looked at three times: as header, block and changes.
        return all + 3 * (store.estimatedEntries(Space.BLOCKS) / 5);
    }

    /** As {@link #run}, without what only old blocks and old states need: headers, the state, slots. */
    public Counts runQuickly() {
        return run(false);
    }

    /** Everything. */
    public Counts run() {
        return run(true);
    }

    private Counts run(boolean isWhole) {
        Optional<Frame> found = frame();
        if (found.isEmpty()) {
            return Counts.NONE;
        }
        Frame frame = found.get();
        HeaderCheck headers = new HeaderCheck(store, frame, report);
        guarded(Space.BLOCKS, "the headers", headers::run);
        BlockCheck blocks = new BlockCheck(store, frame, senders, report);
        IndexCheck indexes = new IndexCheck(store, frame, report);
        TrieCheck tries = new TrieCheck(store, report);
        TrieHistoryCheck replaced = new TrieHistoryCheck(store, headers::stateRoot, report);
        HistoryCheck history = new HistoryCheck(store, headers::stateRoot, report);
        FlatStateCheck state = new FlatStateCheck(store, scratch, report);
        SlotCheck slots = new SlotCheck(store, frame, genesis.block().hash(), report);
        guarded(Space.DECISIONS, "the slots", slots::run);
        Optional<Hash> root = headers.stateRoot(frame.head());
        guarded(Space.STATE, "the state", () -> root.ifPresent(r -> state.run(frame.head(), r)));
        guarded(Space.CODE, "the codes", new CodeCheck(store, report)::run);
        if (isWhole) {
            guarded(Space.BLOCKS, "the blocks", blocks::run);
            guarded(Space.INDEX, "the index of hashes",
                    () -> indexes.hashes(blocks.transactionCount()));
            guarded(Space.LOG_INDEX, "the index of events",
                    () -> indexes.events(blocks.eventEntryCount()));
            guarded(Space.TRIE, "the tries", () -> root.ifPresent(tries::run));
            guarded(Space.TRIE_HISTORY, "the replaced trie nodes",
                    () -> replaced.run(frame.oldestProvable(), frame.head()));
            guarded(Space.HISTORY, "the history",
                    () -> history.run(frame.oldestProvable(), frame.head()));
            guarded(Space.HISTORY, "the changes within blocks",
                    new ChangeCheck(store, frame, report)::run);
        }
        return new Counts(headers.count(), blocks.count(), blocks.transactionCount(),
                state.accountCount(), state.slotCount(), tries.nodeCount(), replaced.nodeCount(),
                history.versionCount(), slots.count());
    }

    /** Where a file cannot be read any further, the rest is looked at all the same. */
    private void guarded(Space space, String what, Runnable check) {
        try {
            check.run();
        } catch (StorageException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            report.damage(space, what, "cannot be read to the end: " + e.getMessage()
                    + (cause == e ? "" : ": " + cause.getMessage()));
        }
    }

    /**
     * What the single values say of the rest.
     *
     * @param imported the last block that no slot made
     * @param oldest blocks and states are there from here on
     */
    record Frame(long head, long applied, long imported, long oldest, long oldestProvable) {}

    private Optional<Frame> frame() {
        try {
            Optional<byte[]> stored = store.read(Space.META, LedgerKeys.GENESIS);
            if (stored.filter(hash -> hash.length == Hash.SIZE
                    && Hash.of(hash).equals(genesis.block().hash())).isEmpty()) {
                report.damage(Space.META, "the hash of the genesis block", "is "
                        + stored.map(hash -> Bytes.wrap(hash).toString()).orElse("missing")
                        + "; that of the genesis file is " + genesis.block().hash());
                return Optional.empty();
            }
            long format = number(LedgerKeys.FORMAT_KEY, "the format", true).orElse(0L);
            if (format != LedgerKeys.FORMAT) {
                report.damage(Space.META, "the format", "is " + format
                        + ", and this program checks format " + LedgerKeys.FORMAT);
            }
            Optional<Long> head = number(LedgerKeys.HEAD, "the number of the last block", true);
            Optional<Long> applied = number(LedgerKeys.APPLIED, "the number of the last slot",
                    true);
            Optional<Long> imported = number(LedgerKeys.IMPORTED, "the last imported block", true);
            long oldest = number(LedgerKeys.OLDEST, "the oldest block", false).orElse(0L);
            long provable = number(LedgerKeys.PROVABLE, "the oldest provable block", false)
                    .orElse(0L);
            long swept = number(LedgerKeys.SWEPT, "the oldest swept block", false).orElse(0L);
            if (head.isEmpty() || applied.isEmpty() || imported.isEmpty()) {
                return Optional.empty();
            }
            bounded("the oldest block", oldest, head.get());
            bounded("the oldest provable block", provable, head.get());
            bounded("the oldest swept block", swept, oldest);
            bounded("the last imported block", imported.get(), head.get());
            return Optional.of(new Frame(head.get(), applied.get(), imported.get(),
                    Math.min(oldest, head.get()),
                    Math.min(Math.max(oldest, provable), head.get())));
        } catch (StorageException e) {
            report.damage(Space.META, "the single values", "cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void bounded(String what, long number, long max) {
        if (number > max) {
            report.damage(Space.META, what, "is " + number + ", and can be " + max + " at most");
        }
    }

    private Optional<Long> number(byte[] key, String what, boolean isRequired) {
        Optional<byte[]> bytes = store.read(Space.META, key);
        Optional<Long> number = bytes.filter(value -> value.length == Long.BYTES)
                .map(value -> Keys.readLong(value, 0)).filter(value -> value >= 0);
        if (number.isEmpty() && (isRequired || bytes.isPresent())) {
            report.damage(Space.META, what,
                    bytes.isEmpty() ? "is missing" : "is no number of 8 bytes");
        }
        return number;
    }
}
