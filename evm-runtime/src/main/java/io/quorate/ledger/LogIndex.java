package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * Which blocks have events of an address, or with a topic at a place. A key is {@code tag ‖ address or topic ‖ block}, the
 * tag 0 for an address and 1 to 4 for the place of a topic, the block 8 bytes; its value has the indexes of those events in
 * the block, ascending, each as the difference to the one before in a LEB128 number.
 */
final class LogIndex {
    private static final byte ADDRESS = 0;
    /** Of what the keys of an address start with. */
    static final int ADDRESS_SIZE = 1 + Address.SIZE;

    private LogIndex() {}

    /** Adds the events of a block. */
    static void put(WriteBatch batch, long number, List<Receipt> receipts) {
        Map<Bytes, Indexes> entries = new LinkedHashMap<>();
        int index = 0;
        for (Receipt receipt : receipts) {
            for (Log log : receipt.logs()) {
                add(entries, address(log.address()), index);
                for (int place = 0; place < log.topics().size(); place++) {
                    add(entries, topic(place, log.topics().get(place)), index);
                }
                index++;
            }
        }
        entries.forEach((term, indexes) -> batch.put(Space.LOG_INDEX,
                key(term.toArrayUnsafe(), number), indexes.toArray()));
    }

    private static void add(Map<Bytes, Indexes> entries, byte[] term, int index) {
        entries.computeIfAbsent(Bytes.wrap(term), _ -> new Indexes()).add(index);
    }

    /** What the keys of an address start with. */
    static byte[] address(Address address) {
        byte[] term = new byte[1 + Address.SIZE];
        term[0] = ADDRESS;
        address.copyTo(term, 1);
        return term;
    }

    /** What the keys of a topic start with; the first place is 0. */
    static byte[] topic(int place, Hash topic) {
        byte[] term = new byte[1 + Hash.SIZE];
        term[0] = (byte) (1 + place);
        topic.copyTo(term, 1);
        return term;
    }

    static byte[] key(byte[] term, long number) {
        byte[] key = new byte[term.length + Long.BYTES];
        System.arraycopy(term, 0, key, 0, term.length);
        Keys.putLong(key, term.length, number);
        return key;
    }

    static long blockOf(byte[] key) {
        return Keys.readLong(key, key.length - Long.BYTES);
    }

    /** Reads a value into a list of indexes. */
    static int[] indexes(byte[] value) {
        int count = 0;
        for (byte each : value) {
            count += each >= 0 ? 1 : 0; // the last byte of a number has its highest bit clear
        }
        int[] indexes = new int[count];
        int at = 0;
        int last = 0;
        for (int i = 0; i < count; i++) {
            int shift = 0;
            int difference = 0;
            do {
                difference |= (value[at] & 0x7f) << shift;
                shift += 7;
            } while (value[at++] < 0);
            last += difference;
            indexes[i] = last;
        }
        return indexes;
    }

    /** Mutable, for one thread. */
    private static final class Indexes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(4);
        private int last = -1;

        /** Ascending; an event that has a topic at a place has it there once. */
        void add(int index) {
            int rest = last < 0 ? index : index - last;
            while (rest >= 0x80) {
                out.write(rest & 0x7f | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
            last = index;
        }

        byte[] toArray() {
            return out.toByteArray();
        }
    }
}
