package io.quorate.ledger;

import io.quorate.evm.primitives.Hash;
import io.quorate.state.storage.Keys;
import java.nio.charset.StandardCharsets;

/** The keys of blocks, indexes and decided slots: a letter, and a number or a hash. */
final class LedgerKeys {
    /** The version of everything on disk; a newer one is refused, an older one is brought to it. */
    static final long FORMAT = 2;

    static final byte[] FORMAT_KEY = name("format");
    static final byte[] GENESIS = name("genesis");
    static final byte[] HEAD = name("head");
    static final byte[] APPLIED = name("applied");
    /** The last block that no sequence number made: genesis, or the last imported one. */
    static final byte[] IMPORTED = name("imported");

    /** The block of a snapshot that is being put in the place of the state. */
    static final byte[] RESTORING = name("restoring");
    /** The block whose state came by snapshot, or up to which was pruned: what was before is not known. */
    static final byte[] OLDEST = name("oldest");
    /** Up to here pruning has come to its end. */
    static final byte[] SWEPT = name("swept");
    /** The next block that the change from an older format will look at; absent where none is under way. */
    static final byte[] MIGRATED = name("migrated");

    /** The block from which replaced trie nodes are kept; absent where they always were. */
    static final byte[] PROVABLE = name("provable");

    private static final int HEADER = 'h';
    private static final int BODY = 'b';
    private static final int SENDERS = 's';
    private static final int RECEIPTS = 'r';
    private static final int ACCESS_LIST = 'a';
    private static final int SLOT = 'd';
    private static final int EPOCH_END = 'e';
    private static final int BLOCK_CERTIFICATE = 'f';
    private static final int SLOT_RECORD = 'g';
    private static final int FIXED_EPOCH = 'n';

    private LedgerKeys() {}

    static byte[] header(long number) {
        return Keys.numbered(HEADER, number);
    }

    /** What the keys of all headers start with. */
    static byte[] headerPrefix() {
        return new byte[]{HEADER};
    }

    /** What the keys of all decided slots start with. */
    static byte[] slotPrefix() {
        return new byte[]{SLOT};
    }

    static byte[] body(long number) {
        return Keys.numbered(BODY, number);
    }

    /** Of a key that has a number. */
    static long numberOf(byte[] key) {
        return Keys.readLong(key, 1);
    }

    static byte[] senders(long number) {
        return Keys.numbered(SENDERS, number);
    }

    static byte[] receipts(long number) {
        return Keys.numbered(RECEIPTS, number);
    }

    static byte[] accessList(long number) {
        return Keys.numbered(ACCESS_LIST, number);
    }

    static byte[] slot(long seqNum) {
        return Keys.numbered(SLOT, seqNum);
    }

    static byte[] epochEnd(long epoch) {
        return Keys.numbered(EPOCH_END, epoch);
    }

    static byte[] fixedEpoch(long epoch) {
        return Keys.numbered(FIXED_EPOCH, epoch);
    }

    static byte[] blockCertificate(long seqNum) {
        return Keys.numbered(BLOCK_CERTIFICATE, seqNum);
    }

    /** Where the slot itself was removed. */
    static byte[] slotRecord(long seqNum) {
        return Keys.numbered(SLOT_RECORD, seqNum);
    }

    static boolean isBlockCertificate(byte[] key) {
        return key.length == 1 + Long.BYTES && key[0] == BLOCK_CERTIFICATE;
    }

    static byte[] blockByHash(Hash hash) {
        return hashed('b', hash);
    }

    static byte[] transactionByHash(Hash hash) {
        return hashed('t', hash);
    }

    private static byte[] hashed(int tag, Hash hash) {
        byte[] key = new byte[1 + Hash.SIZE];
        key[0] = (byte) tag;
        hash.copyTo(key, 1);
        return key;
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
