package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Blocks, receipts and their indexes in a key-value store. Safe for any thread. */
final class BlockStore {
    private final KeyValueReader store;

    BlockStore(KeyValueReader store) {
        this.store = store;
    }

    void put(WriteBatch batch, Block block, List<Receipt> receipts, Bytes accessList) {
        long number = block.number();
        batch.put(Space.BLOCKS, LedgerKeys.header(number),
                BlockHeaderCodec.encode(block.header()).toArrayUnsafe());
        batch.put(Space.BLOCKS, LedgerKeys.body(number),
                BlockCodec.encodeBody(block).toArrayUnsafe());
        batch.put(Space.BLOCKS, LedgerKeys.senders(number), sendersOf(block));
        batch.put(Space.BLOCKS, LedgerKeys.receipts(number), encodeReceipts(receipts));
        batch.put(Space.BLOCKS, LedgerKeys.accessList(number), accessList.toArrayUnsafe());
        byte[] numberBytes = numberBytes(number);
        batch.put(Space.INDEX, LedgerKeys.blockByHash(block.hash()), numberBytes);
        for (int i = 0; i < block.transactions().size(); i++) {
            batch.put(Space.INDEX,
                    LedgerKeys.transactionByHash(block.transactions().get(i).hash()),
                    place(number, i));
        }
    }

    /** Of the transaction at {@code index} of a block, as the index of hashes has it. */
    static byte[] place(long number, int index) {
        byte[] place = new byte[Long.BYTES + Integer.BYTES];
        Keys.putLong(place, 0, number);
        place[Long.BYTES] = (byte) (index >>> 24);
        place[Long.BYTES + 1] = (byte) (index >>> 16);
        place[Long.BYTES + 2] = (byte) (index >>> 8);
        place[Long.BYTES + 3] = (byte) index;
        return place;
    }

    /** All but the header, and the number of its hash. */
    void remove(WriteBatch batch, long number) {
        block(number).ifPresent(block -> block.transactions().forEach(transaction -> batch
                .delete(Space.INDEX, LedgerKeys.transactionByHash(transaction.hash()))));
        batch.delete(Space.BLOCKS, LedgerKeys.body(number));
        batch.delete(Space.BLOCKS, LedgerKeys.senders(number));
        batch.delete(Space.BLOCKS, LedgerKeys.receipts(number));
        batch.delete(Space.BLOCKS, LedgerKeys.accessList(number));
    }

    Optional<BlockHeader> header(long number) {
        return store.read(Space.BLOCKS, LedgerKeys.header(number)).map(BlockStore::decodeHeader);
    }

    Optional<Block> block(long number) {
        List<Optional<byte[]>> parts = store.readAll(Space.BLOCKS, List.of(
                LedgerKeys.header(number), LedgerKeys.body(number), LedgerKeys.senders(number)));
        if (parts.getFirst().isEmpty()) {
            return Optional.empty();
        }
        byte[] headerBytes = parts.get(0).get();
        BlockHeader header = decodeHeader(headerBytes);
        try {
            return Optional.of(decodeBlock(header, headerBytes,
                    parts.get(1).orElseThrow(() -> missing("body", number)),
                    parts.get(2).orElseThrow(() -> missing("senders", number))));
        } catch (DecodeException e) {
            throw corrupt("block " + number, e);
        }
    }

    /** Of its stored parts. */
    static Block decodeBlock(BlockHeader header, byte[] headerBytes, byte[] body, byte[] senders)
            throws DecodeException {
        if (senders.length % Address.SIZE != 0) {
            throw new DecodeException("senders take " + senders.length + " bytes");
        }
        return BlockCodec.decodeBody(Keccak256.hash(headerBytes), header, Bytes.wrap(body),
                senders(senders));
    }

    Optional<List<Receipt>> receipts(long number) {
        return store.read(Space.BLOCKS, LedgerKeys.receipts(number))
                .map(bytes -> decodeReceipts(number, bytes));
    }

    Optional<Bytes> accessList(long number) {
        return store.read(Space.BLOCKS, LedgerKeys.accessList(number)).map(Bytes::wrap);
    }

    Optional<Long> numberOf(Hash blockHash) {
        return store.read(Space.INDEX, LedgerKeys.blockByHash(blockHash))
                .map(bytes -> Keys.readLong(bytes, 0));
    }

    Optional<TransactionLocation> locate(Hash transactionHash) {
        return store.read(Space.INDEX, LedgerKeys.transactionByHash(transactionHash))
                .map(bytes -> new TransactionLocation(Keys.readLong(bytes, 0),
                        (int) Keys.readLong(bytes, Integer.BYTES)));
    }

    /** Headers of a range in order; the cursor yields their encodings. */
    Cursor headers(long from, long to) {
        return store.scan(Space.BLOCKS, LedgerKeys.header(from), LedgerKeys.header(to + 1));
    }

    static BlockHeader decodeHeader(byte[] encoded) {
        try {
            return BlockHeaderCodec.decode(Bytes.wrap(encoded));
        } catch (DecodeException e) {
            throw corrupt("header", e);
        }
    }

    static byte[] numberBytes(long number) {
        byte[] bytes = new byte[Long.BYTES];
        Keys.putLong(bytes, 0, number);
        return bytes;
    }

    static StorageException corrupt(String what, DecodeException cause) {
        return StorageException.damage("a stored " + what + " is corrupt: " + cause.getMessage(),
                cause);
    }

    private static StorageException missing(String what, long number) {
        return StorageException.damage("the " + what + " of block " + number + " is missing");
    }

    private static byte[] sendersOf(Block block) {
        byte[] senders = new byte[block.transactions().size() * Address.SIZE];
        for (int i = 0; i < block.transactions().size(); i++) {
            block.transactions().get(i).sender().copyTo(senders, i * Address.SIZE);
        }
        return senders;
    }

    private static List<Address> senders(byte[] bytes) {
        List<Address> senders = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += Address.SIZE) {
            senders.add(Address.of(bytes, i));
        }
        return senders;
    }

    static byte[] encodeReceipts(List<Receipt> receipts) {
        RlpWriter out = new RlpWriter(512).startList();
        receipts.forEach(receipt -> out.write(ReceiptCodec.encode(receipt)));
        return out.endList().toArray();
    }

    static List<Receipt> decodeReceipts(long number, byte[] bytes) {
        try {
            List<Receipt> receipts = new ArrayList<>();
            RlpReader list = new RlpReader(bytes).readList();
            while (!list.isAtEnd()) {
                receipts.add(ReceiptCodec.decode(list.readByteString()));
            }
            return receipts;
        } catch (DecodeException e) {
            throw corrupt("receipt of block " + number, e);
        }
    }
}
