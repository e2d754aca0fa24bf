package io.quorate.node.tracing;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import java.nio.charset.StandardCharsets;
import org.apache.tuweni.bytes.Bytes;

/** Identities in W3C's form (Trace Context, 3.2.2) that follow from a transaction's hash. */
public final class TraceIds {
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;
    /** Of the span that all others of a trace are children of. */
    static final String ROOT = "root";

    private TraceIds() {}

    /** 32 hexadecimal digits: the first half of the hash. */
    public static String trace(Hash transaction) {
        return lowerHex(transaction.bytes().slice(0, TRACE_BYTES));
    }

    /** 16 hexadecimal digits, of the span that every replica knows. */
    static String root(Hash transaction) {
        return span(transaction, ROOT);
    }

    /** Of a replica's own span. */
    static String span(Hash transaction, int replica, String name) {
        return span(transaction, replica + " " + name);
    }

    private static String span(Hash transaction, String name) {
        Hash digest = Keccak256.hash(Bytes.concatenate(transaction.bytes(),
                Bytes.wrap(name.getBytes(StandardCharsets.UTF_8))));
        return lowerHex(digest.bytes().slice(0, SPAN_BYTES));
    }

    /**
     * Whether a transaction is among those that are told of: the same ones at all replicas with the same {@code ratio}. By other
     * bytes of the hash than the identity.
     *
     * @param ratio from 0, none, to 1, all
     */
    static boolean isSampled(Hash transaction, double ratio) {
        double place = (transaction.limb(0) >>> 1) / (double) Long.MAX_VALUE;
        return place < ratio || ratio >= 1;
    }

    private static String lowerHex(Bytes bytes) {
        return bytes.toUnprefixedHexString();
    }
}
