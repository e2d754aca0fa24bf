package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.state.DamageReport;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Each header has its number, names its parent by its hash, and is found by its own. For one thread. */
final class HeaderCheck {
    /** A chain that came by snapshot has so many headers before the block of the snapshot. */
    private static final int HEADERS_BEFORE = 256;

    private final KeyValueReader store;
    private final LedgerCheck.Frame frame;
    private final DamageReport report;
    private long count;
    private long next;
    private Optional<Hash> parent = Optional.empty();

    HeaderCheck(KeyValueReader store, LedgerCheck.Frame frame, DamageReport report) {
        this.store = store;
        this.frame = frame;
        this.report = report;
    }

    void run() {
        report.begins("headers", frame.head() + 1);
        try (Cursor cursor = store.scanPrefix(Space.BLOCKS, LedgerKeys.headerPrefix())) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                report.looked(1);
                if (entry.key().length != 1 + Long.BYTES
                        || Keys.readLong(entry.key(), 1) > frame.head()) {
                    report.damage(Space.BLOCKS, "the key " + Bytes.wrap(entry.key()),
                            "is of no header up to the last block " + frame.head());
                } else {
                    header(LedgerKeys.numberOf(entry.key()), entry.value());
                }
            }
        }
        gap(frame.head() + 1);
    }

    private void header(long number, byte[] encoded) {
        gap(number);
        count++;
        Hash hash = Keccak256.hash(encoded);
        try {
            BlockHeader header = BlockHeaderCodec.decode(Bytes.wrap(encoded));
            if (header.number() != number) {
                report.damage(Space.BLOCKS, "the header of block " + number,
                        "says that it is block " + header.number());
            }
            parent.filter(expected -> !expected.equals(header.parentHash()))
                    .ifPresent(expected -> report.damage(Space.BLOCKS,
                            "the header of block " + number, "names " + header.parentHash()
                                    + " as its parent; block " + (number - 1) + " has the hash "
                                    + expected));
        } catch (DecodeException e) {
            report.damage(Space.BLOCKS, "the header of block " + number,
                    "does not decode: " + e.getMessage());
        }
        if (number == 0 && !hash.equals(genesis())) {
            report.damage(Space.BLOCKS, "the header of block 0",
                    "has the hash " + hash + "; the genesis block has " + genesis());
        }
        if (number >= frame.oldest() || number == 0) {
            index(number, hash);
        }
        parent = Optional.of(hash);
        next = number + 1;
    }

    private Hash genesis() {
        return Hash.of(store.read(Space.META, LedgerKeys.GENESIS).orElseThrow());
    }

    private void index(long number, Hash hash) {
        Optional<byte[]> found = store.read(Space.INDEX, LedgerKeys.blockByHash(hash));
        if (found.isEmpty()) {
            report.damage(Space.BLOCKS, "the header of block " + number, "has the hash " + hash
                    + ", and the index of hashes has no such block: one of them is damaged");
        } else if (!Arrays.equals(found.get(), BlockStore.numberBytes(number))) {
            report.damage(Space.INDEX, "the number of block " + hash,
                    "is " + Bytes.wrap(found.get()) + "; it is block " + number);
        }
    }

    /** Headers may be missing before those that came with a snapshot. */
    private void gap(long number) {
        long from = Math.max(next, frame.oldest() - HEADERS_BEFORE);
        if (from < number && next < number && from >= 0) {
            long first = Math.max(from, 0);
            report.damage(Space.BLOCKS, first == number - 1 ? "the header of block " + first
                    : "the headers of blocks " + first + " to " + (number - 1),
                    first == number - 1
                            ? "is missing"
                            : "are missing");
        }
        if (next < number) {
            parent = Optional.empty();
        }
    }

    long count() {
        return count;
    }

    /** Empty where the header is missing, or is none. */
    Optional<Hash> stateRoot(long number) {
        return store.read(Space.BLOCKS, LedgerKeys.header(number)).flatMap(encoded -> {
            try {
                return Optional.of(BlockHeaderCodec.decode(Bytes.wrap(encoded)).stateRoot());
            } catch (DecodeException _) { // told by run
                return Optional.empty();
            }
        });
    }
}
