package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.state.DamageReport;
import io.quorate.state.storage.Cursor;
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
 * Compares what belongs to each block with its header: transactions, their senders and places, ommers, withdrawals,
 * receipts, bloom, gas, and what the log index says of its events. For one thread.
 */
final class BlockCheck {
    private final KeyValueReader store;
    private final BlockStore blocks;
    private final LedgerCheck.Frame frame;
    private final SenderRule senders;
    private final DamageReport report;
    private long count;
    private long transactionCount;
    private long eventEntryCount;

    BlockCheck(KeyValueReader store, LedgerCheck.Frame frame, SenderRule senders,
            DamageReport report) {
        this.store = store;
        this.blocks = new BlockStore(store);
        this.senders = senders;
        this.frame = frame;
        this.report = report;
    }

    void run() {
        report.begins("blocks", frame.head() - frame.oldest() + 1);
        for (long number = frame.oldest(); number <= frame.head(); number++) {
            report.looked(1);
            check(number);
        }
        beyond(LedgerKeys.body(frame.head() + 1));
        beyond(LedgerKeys.senders(frame.head() + 1));
        beyond(LedgerKeys.receipts(frame.head() + 1));
        beyond(LedgerKeys.accessList(frame.head() + 1));
    }

    private void beyond(byte[] key) {
        try (Cursor cursor = store.scan(Space.BLOCKS, key,
                Keys.afterPrefix(new byte[]{key[0]}))) {
            while (cursor.hasNext()) {
                report.damage(Space.BLOCKS, "the key " + Bytes.wrap(cursor.next().key()),
                        "is of a block beyond the last one, " + frame.head());
            }
        }
    }

    private void check(long number) {
        List<Optional<byte[]>> parts = store.readAll(Space.BLOCKS,
                List.of(LedgerKeys.header(number), LedgerKeys.body(number),
                        LedgerKeys.senders(number), LedgerKeys.receipts(number),
                        LedgerKeys.accessList(number)));
        List<String> names = List.of("header", "body", "senders", "receipts", "access list");
        boolean isWhole = true;
        for (int i = 1; i < names.size(); i++) {
            if (parts.get(i).isEmpty()) {
                damage(number, names.get(i), "missing");
                isWhole = false;
            }
        }
        if (!isWhole || parts.getFirst().isEmpty()) {
            return; // a missing header was told
        }
        byte[] headerBytes = parts.getFirst().get();
        try {
            BlockHeader header = BlockHeaderCodec.decode(Bytes.wrap(headerBytes));
            count++;
            body(header, headerBytes, parts.get(1).get(), parts.get(2).get());
            receipts(header, parts.get(3).get());
        } catch (DecodeException _) {
            return; // told where headers are looked at
        }
    }

    private void damage(long number, String part, String what) {
        report.damage(Space.BLOCKS, "the " + part + " of block " + number, what);
    }

    private void body(BlockHeader header, byte[] headerBytes, byte[] body, byte[] senders) {
        long number = header.number();
        Block block;
        try {
            block = BlockStore.decodeBlock(header, headerBytes, body, senders);
        } catch (DecodeException e) {
            damage(number, "body", "does not decode: " + e.getMessage());
            return;
        }
        same(number, "transactions", Roots.transactionsRoot(block.transactions()),
                header.transactionsRoot());
        same(number, "ommers", Roots.ommersHash(block.ommers()), header.ommersHash());
        block.withdrawals().ifPresent(list -> same(number, "withdrawals",
                Roots.withdrawalsRoot(list), header.withdrawalsRoot().orElse(Hash.ZERO)));
        for (int i = 0; i < block.transactions().size(); i++) {
            transactionCount++;
            transaction(number, i, block.transactions().get(i));
        }
    }

    private void same(long number, String what, Hash found, Hash expected) {
        if (!found.equals(expected)) {
            damage(number, "body", "has " + what + " with root " + found + "; the header has "
                    + expected);
        }
    }

    private void transaction(long number, int index, RecoveredTransaction transaction) {
        try {
            Address sender = senders.sender(transaction.transaction(), Fork.FRONTIER);
            if (!sender.equals(transaction.sender())) {
                damage(number, "senders", "has " + transaction.sender() + " for transaction "
                        + index + ", which " + sender + " signed");
            }
        } catch (DecodeException e) {
            damage(number, "body", "has transaction " + index + " that nobody signed: "
                    + e.getMessage());
        }
        byte[] place = BlockStore.place(number, index);
        Optional<byte[]> found = store.read(Space.INDEX,
                LedgerKeys.transactionByHash(transaction.hash()));
        // The block of a snapshot that an older program took over has no places.
        boolean isExcused = found.isEmpty() && number > 0 && number == frame.oldest();
        if (!isExcused && found.filter(value -> Arrays.equals(value, place)
                || leadsTo(transaction.hash(), number, value)).isEmpty()) {
            report.damage(Space.INDEX, "the place of transaction " + transaction.hash(),
                    found.map(value -> "is " + Bytes.wrap(value)).orElse("is missing")
                            + "; it is in block " + number + " at " + index);
        }
    }

    /** A development chain that went back to an old state can have a transaction twice: the later place counts. */
    private boolean leadsTo(Hash hash, long after, byte[] place) {
        if (place.length != Long.BYTES + Integer.BYTES || Keys.readLong(place, 0) <= after) {
            return false;
        }
        int index = (int) Keys.readLong(place, Integer.BYTES);
        try {
            return blocks.block(Keys.readLong(place, 0)).map(Block::transactions)
                    .filter(list -> index >= 0 && index < list.size())
                    .filter(list -> list.get(index).hash().equals(hash)).isPresent();
        } catch (StorageException _) { // a block that is none is told in its turn
            return false;
        }
    }

    private void receipts(BlockHeader header, byte[] encoded) {
        long number = header.number();
        List<Receipt> receipts;
        try {
            receipts = BlockStore.decodeReceipts(number, encoded);
        } catch (StorageException e) {
            damage(number, "receipts", "do not decode: " + e.getCause().getMessage());
            return;
        }
        Hash root = Roots.receiptsRoot(receipts);
        if (!root.equals(header.receiptsRoot())) {
            damage(number, "receipts", "have the root " + root + "; the header has "
                    + header.receiptsRoot());
        }
        if (!Keccak256.hash(BlockStore.encodeReceipts(receipts))
                .equals(Keccak256.hash(encoded))) {
            damage(number, "receipts", "are not in their one form");
        }
        if (!LogsBloom.union(receipts).equals(header.logsBloom())) {
            damage(number, "receipts", "have another bloom than the header");
        }
        long gasUsed = receipts.isEmpty() ? 0 : receipts.getLast().cumulativeGasUsed();
        if (gasUsed != header.gasUsed()) {
            damage(number, "receipts",
                    "used " + gasUsed + " gas; the header has " + header.gasUsed());
        }
        events(number, receipts);
    }

    private void events(long number, List<Receipt> receipts) {
        WriteBatch expected = new WriteBatch();
        LogIndex.put(expected, number, receipts);
        for (WriteBatch.Operation operation : expected.operations()) {
            if (operation instanceof WriteBatch.Put put) {
                eventEntryCount++;
                Optional<byte[]> found = store.read(Space.LOG_INDEX, put.key());
                if (found.filter(value -> Arrays.equals(value, put.value())).isEmpty()) {
                    report.damage(Space.LOG_INDEX, "the events of block " + number + " under "
                            + IndexCheck.term(put.key()),
                            found
                                    .map(value -> "are " + Bytes.wrap(value)).orElse("are missing")
                                    + "; the receipts make it " + Bytes.wrap(put.value()));
                }
            }
        }
    }

    long count() {
        return count;
    }

    long transactionCount() {
        return transactionCount;
    }

    /** So many entries of the log index belong to the blocks that were looked at. */
    long eventEntryCount() {
        return eventEntryCount;
    }
}
