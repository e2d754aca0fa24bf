package io.quorate.node.pool;

import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.ledger.RecoveredTransaction;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * The wire form of a decided batch and of what replicas tell each other of their pools: an RLP list of
 * byte strings, each one transaction's canonical encoding (EIP-2718).
 */
public final class PayloadCodec {
    static final int LIST_HEADER_BYTES_MAX = 5;
    static final int ITEM_HEADER_BYTES_MAX = 4;

    private PayloadCodec() {}

    public static Bytes encode(List<RecoveredTransaction> transactions) {
        int size = LIST_HEADER_BYTES_MAX;
        for (RecoveredTransaction transaction : transactions) {
            size += transaction.encoded().size() + ITEM_HEADER_BYTES_MAX;
        }
        RlpWriter writer = new RlpWriter(size + 16).startList();
        transactions.forEach(transaction -> writer.write(transaction.encoded()));
        return writer.endList().toBytes();
    }

    /** The same of anything that has its place in a payload. */
    public static Bytes encodeItems(List<Bytes> items) {
        RlpWriter writer = new RlpWriter(256).startList();
        items.forEach(writer::write);
        return writer.endList().toBytes();
    }

    /** The encodings within {@code payload}, not looked at; fails above {@code countMax} of them. */
    public static List<Bytes> decode(Bytes payload, int countMax) throws DecodeException {
        RlpReader reader = new RlpReader(payload);
        RlpReader items = reader.readList();
        reader.requireEnd();
        List<Bytes> encodings = new ArrayList<>();
        while (!items.isAtEnd()) {
            if (encodings.size() == countMax) {
                throw new DecodeException("more than " + countMax + " transactions in a payload");
            }
            encodings.add(items.readByteString());
        }
        return encodings;
    }
}
