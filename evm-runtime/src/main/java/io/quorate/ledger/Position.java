package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.StateStore;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where a ledger stands: what a reader sees at one moment. */
record Position(ChainHead head, long appliedSeq, Hash lastRecordHash) {
    /** Reads it from a store; fails with a damage that names what is missing. */
    static Position read(KeyValueReader store, StateStore state, BlockStore blocks,
            SlotStore slots) {
        long number = number(store, LedgerKeys.HEAD);
        BlockHeader header = blocks.header(number)
                .orElseThrow(() -> StorageException.damage("the head block " + number
                        + " is missing"));
        ChainHead head = new ChainHead(BlockHeaderCodec.hash(header), header);
        require(blocks.numberOf(head.hash()).filter(known -> known == number).isPresent(),
                "the header of the head block " + number + " is corrupt: no block is known by its"
                        + " hash " + head.hash());
        long applied = number(store, LedgerKeys.APPLIED);
        Position position = new Position(head, applied, applied == 0
                ? Hash.of(required(store, LedgerKeys.GENESIS))
                : lastRecord(slots, applied, head));
        if (store.read(Space.META, LedgerKeys.RESTORING).isEmpty()) {
            state.expectRoot(header.stateRoot());
        }
        return position;
    }

    static byte[] required(KeyValueReader store, byte[] key) {
        return store.read(Space.META, key).orElseThrow(() -> StorageException.damage(
                "the data directory lacks the entry '" + new String(key,
                        StandardCharsets.US_ASCII) + "' of its head"));
    }

    private static long number(KeyValueReader store, byte[] key) {
        return Keys.readLong(required(store, key), 0);
    }

    private static Hash lastRecord(SlotStore slots, long applied, ChainHead head) {
        SlotStore.Stored stored = slots.find(applied).orElseThrow(() -> StorageException.damage(
                "slot " + applied + " is missing, which was the last one"));
        SlotRecord slotRecord = stored.slot().slotRecord();
        require(slotRecord.seqNum() == applied && stored.headNumber() == head.number()
                && slotRecord.blockHash().equals(head.hash()),
                "the record of slot " + applied + " is corrupt: it names slot "
                        + slotRecord.seqNum() + ", block " + stored.headNumber() + " "
                        + slotRecord.blockHash() + "; the head is block " + head.number() + " "
                        + head.hash());
        return slotRecord.hash();
    }

    /**
     * A block is one write over all spaces, so what the last one wrote has to be in each of them: a space that lost its
     * newest data would else be read as one in which nothing happened. Looks for the block's parts, its events, and the
     * sender of its last transaction, whose nonce it changed. Fails with a damage that names what is missing.
     */
    void requireWritten(KeyValueReader store, StateStore state, BlockStore blocks) {
        if (store.read(Space.META, LedgerKeys.RESTORING).isPresent()) {
            return;
        }
        long number = head.number();
        Block block = blocks.block(number).orElseThrow();
        List<Receipt> receipts = blocks.receipts(number).orElseThrow(
                () -> missing("receipts", number));
        if (blocks.accessList(number).isEmpty()) {
            throw missing("access list", number);
        }
        receipts.stream().flatMap(receipt -> receipt.logs().stream()).findFirst().ifPresent(
                log -> require(store.read(Space.LOG_INDEX, LogIndex.key(
                        LogIndex.address(log.address()), number)).isPresent(),
                        "the events of block " + number + " are missing in the index"));
        if (!block.transactions().isEmpty()) {
            Address sender = block.transactions().getLast().sender();
            long provable = Math.max(Migration.number(store, LedgerKeys.OLDEST, 0),
                    Migration.number(store, LedgerKeys.PROVABLE, 0));
            state.requireWritten(sender, number, number > provable);
        }
    }

    private static StorageException missing(String what, long number) {
        return StorageException.damage("the " + what + " of block " + number + " is missing");
    }

    private static void require(boolean condition, String damage) {
        if (!condition) {
            throw StorageException.damage(damage);
        }
    }
}
