package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * The 2048-bit filter over the addresses and topics of logs (Yellow Paper §4.4.1). Mutable while it is built,
 * for one thread.
 */
public final class LogsBloom {
    public static final int SIZE = 256;
    /** The filter over no logs. */
    public static final Bytes EMPTY = Bytes.wrap(new byte[SIZE]);

    private final byte[] bits = new byte[SIZE];

    public static Bytes of(List<Log> logs) {
        if (logs.isEmpty()) {
            return EMPTY;
        }
        LogsBloom bloom = new LogsBloom();
        bloom.addAll(logs);
        return bloom.toBytes();
    }

    /** The filter that passes whatever one of {@code receipts} passes: a header's. */
    public static Bytes union(List<Receipt> receipts) {
        LogsBloom bloom = new LogsBloom();
        for (Receipt receipt : receipts) {
            if (!receipt.logs().isEmpty()) {
                bloom.or(receipt.logsBloom());
            }
        }
        return bloom.toBytes();
    }

    /** False only where no log with this address or topic went into {@code bloom}. */
    public static boolean mayContain(Bytes bloom, Bytes addressOrTopic) {
        Hash hash = Keccak256.hash(addressOrTopic);
        for (int i = 0; i < 6; i += 2) {
            int bit = bitAt(hash, i);
            if ((bloom.get(SIZE - 1 - (bit >>> 3)) >>> (bit & 7) & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    private void addAll(List<Log> logs) {
        for (Log log : logs) {
            add(Keccak256.hash(log.address().toArray()));
            for (Hash topic : log.topics()) {
                add(Keccak256.hash(topic.toArray()));
            }
        }
    }

    private void add(Hash hash) {
        for (int i = 0; i < 6; i += 2) {
            int bit = bitAt(hash, i);
            bits[SIZE - 1 - (bit >>> 3)] |= (byte) (1 << (bit & 7));
        }
    }

    private static int bitAt(Hash hash, int index) {
        return ((hash.byteAt(index) & 7) << 8) | (hash.byteAt(index + 1) & 0xff);
    }

    private void or(Bytes other) {
        for (int i = 0; i < SIZE; i++) {
            bits[i] |= other.get(i);
        }
    }

    private Bytes toBytes() {
        return Bytes.wrap(bits.clone());
    }
}
