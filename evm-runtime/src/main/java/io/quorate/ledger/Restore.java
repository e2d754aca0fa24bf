package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.state.StateImport;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/**
 * Takes over a snapshot. Its chunks wait in a space of their own until all are there, across restarts. The change of the
 * state itself cannot be one write; a mark that is set before and removed in the last write tells an interrupted
 * one, which is then done again from the chunks. For the committing thread.
 */
final class Restore {
    private static final byte[] DESCRIPTION = {'m'};
    private static final int CHUNK = 'c';

    private final KeyValueStore store;

    /** What the first chunks hold. */
    record Head(SlotRecord slotRecord, List<Bytes> headers, Bytes body, Bytes senders,
            Bytes receipts, Bytes accessList, Optional<FixedEpoch.Kept> next) {
        BlockHeader header() {
            return BlockStore.decodeHeader(headers.getLast().toArrayUnsafe());
        }
    }

    Restore(KeyValueStore store) {
        this.store = store;
    }

    /** Keeps what an earlier try left of these chunks and drops the rest; answers which are here. */
    List<Integer> begin(Bytes description, List<Hash> chunks) {
        Set<Bytes> wanted = new HashSet<>();
        chunks.forEach(hash -> wanted.add(Bytes.wrap(key(hash))));
        Set<Bytes> held = new HashSet<>();
        WriteBatch batch = new WriteBatch();
        try (Cursor cursor = store.scanPrefix(Space.SNAPSHOT, new byte[]{CHUNK})) {
            while (cursor.hasNext()) {
                byte[] key = cursor.next().key();
                if (wanted.contains(Bytes.wrap(key))) {
                    held.add(Bytes.wrap(key));
                } else {
                    batch.delete(Space.SNAPSHOT, key);
                }
            }
        }
        batch.put(Space.SNAPSHOT, DESCRIPTION, description.toArray());
        store.write(batch, Durability.SYNCED);
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            if (held.contains(Bytes.wrap(key(chunks.get(i))))) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    void store(Hash chunk, Bytes content) {
        store.write(new WriteBatch().put(Space.SNAPSHOT, key(chunk), content.toArray()),
                Durability.BUFFERED);
    }

    /** What {@link #begin} was given, if the change of the state began and did not end. */
    Optional<Bytes> interrupted() {
        return store.read(Space.META, LedgerKeys.RESTORING).flatMap(
                _ -> store.read(Space.SNAPSHOT, DESCRIPTION)).map(Bytes::wrap);
    }

    /** The head of the snapshot, which must be the one that was certified. */
    Head head(RestoreTarget target) {
        List<Bytes> parts = new ArrayList<>();
        for (Hash chunk : target.chunks()) {
            Bytes content = chunk(chunk);
            if (content.get(0) != LedgerSnapshot.HEAD) {
                break;
            }
            parts.add(content.slice(1));
        }
        Head head = decode(Bytes.concatenate(parts));
        SlotRecord slotRecord = head.slotRecord();
        boolean certified = slotRecord.hash().equals(target.recordHash()) && BlockHeaderCodec
                .hash(head.header()).equals(slotRecord.blockHash());
        if (!certified) {
            throw new StorageException("the snapshot's record is not the certified one "
                    + target.recordHash());
        }
        requireChain(head.headers());
        return head;
    }

    private static Head decode(Bytes encoded) {
        try {
            RlpReader in = new RlpReader(encoded).readList();
            SlotRecord slotRecord = SlotRecord.decode(in.readRaw());
            List<Bytes> headers = new ArrayList<>();
            RlpReader list = in.readList();
            while (!list.isAtEnd()) {
                headers.add(list.readByteString());
            }
            Head head = new Head(slotRecord, headers, in.readByteString(), in.readByteString(),
                    in.readByteString(), in.readByteString(),
                    in.isAtEnd() ? Optional.empty()
                            : Optional.of(FixedEpoch.Kept.decode(in.readByteString())));
            in.requireEnd();
            return head;
        } catch (DecodeException e) {
            throw new StorageException("the head of the snapshot does not decode", e);
        }
    }

    private static void requireChain(List<Bytes> headers) {
        for (int i = 1; i < headers.size(); i++) {
            Hash parent = BlockStore.decodeHeader(headers.get(i).toArrayUnsafe()).parentHash();
            if (!parent.equals(Keccak256.hash(headers.get(i - 1)))) {
                throw new StorageException("the snapshot's headers are not a chain");
            }
        }
    }

    /** Marks the change as begun. */
    void mark(long headNumber) {
        store.write(new WriteBatch().put(Space.META, LedgerKeys.RESTORING,
                BlockStore.numberBytes(headNumber)), Durability.SYNCED);
    }

    /** The new state, which must have the root that the certified header names. */
    void replaceState(RestoreTarget target, Head head) {
        BlockHeader header = head.header();
        StateImport state = new StateImport(store, header.number());
        state.clear();
        for (Hash chunk : target.chunks()) {
            Bytes content = chunk(chunk);
            if (content.get(0) != LedgerSnapshot.HEAD) {
                state.add(content);
            }
        }
        Hash root = state.buildTries();
        if (!root.equals(header.stateRoot())) {
            throw new StorageException("the snapshot's state has the root " + root
                    + ", the certified block " + header.number() + " has " + header.stateRoot()
                    + ": more than f members offered a wrong one; set this node up anew");
        }
    }

    /** Of the head block. */
    List<Receipt> receipts(Head head) {
        return BlockStore.decodeReceipts(head.header().number(), head.receipts().toArray());
    }

    /** The rest, to be written at once. */
    WriteBatch lastWrite(Head head) {
        WriteBatch batch = new WriteBatch();
        long number = head.header().number();
        long first = number - head.headers().size() + 1;
        for (int i = 0; i < head.headers().size(); i++) {
            byte[] header = head.headers().get(i).toArray();
            batch.put(Space.BLOCKS, LedgerKeys.header(first + i), header);
        }
        batch.put(Space.BLOCKS, LedgerKeys.body(number), head.body().toArray());
        batch.put(Space.BLOCKS, LedgerKeys.senders(number), head.senders().toArray());
        batch.put(Space.BLOCKS, LedgerKeys.receipts(number), head.receipts().toArray());
        batch.put(Space.BLOCKS, LedgerKeys.accessList(number), head.accessList().toArray());
        byte[] numberBytes = BlockStore.numberBytes(number);
        batch.put(Space.INDEX, LedgerKeys.blockByHash(head.slotRecord().blockHash()), numberBytes);
        List<RecoveredTransaction> transactions = transactions(head);
        for (int i = 0; i < transactions.size(); i++) {
            batch.put(Space.INDEX, LedgerKeys.transactionByHash(transactions.get(i).hash()),
                    BlockStore.place(number, i));
        }
        head.next().ifPresent(next -> SlotStore.putFixedEpoch(batch, next));
        batch.put(Space.META, LedgerKeys.HEAD, numberBytes);
        batch.put(Space.META, LedgerKeys.OLDEST, numberBytes);
        batch.put(Space.META, LedgerKeys.APPLIED,
                BlockStore.numberBytes(head.slotRecord().seqNum()));
        batch.delete(Space.META, LedgerKeys.RESTORING);
        batch.deletePrefix(Space.SNAPSHOT, new byte[]{CHUNK});
        batch.delete(Space.SNAPSHOT, DESCRIPTION);
        return batch;
    }

    private static List<RecoveredTransaction> transactions(Head head) {
        try {
            return BlockStore.decodeBlock(head.header(), head.headers().getLast().toArray(),
                    head.body().toArray(), head.senders().toArray()).transactions();
        } catch (DecodeException e) {
            throw new StorageException("the block of the snapshot does not decode", e);
        }
    }

    private Bytes chunk(Hash name) {
        return Bytes.wrap(store.read(Space.SNAPSHOT, key(name)).orElseThrow(
                () -> new StorageException("chunk " + name + " of the snapshot is missing")));
    }

    private static byte[] key(Hash chunk) {
        byte[] key = new byte[1 + Hash.SIZE];
        key[0] = CHUNK;
        chunk.copyTo(key, 1);
        return key;
    }
}
