package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Receipts in their consensus form: EIP-2718's type byte and payload, plain RLP for type 0. */
public final class ReceiptCodec {
    private static final int TYPE_MAX = 4;
    private static final byte[] SUCCESS = {1};
    private static final byte[] FAILURE = {};

    private ReceiptCodec() {}

    public static Bytes encode(Receipt receipt) {
        RlpWriter out = new RlpWriter(512).startList();
        if (receipt.postState().isPresent()) {
            out.write(receipt.postState().get());
        } else {
            out.write(receipt.succeeded() ? SUCCESS : FAILURE);
        }
        out.write(receipt.cumulativeGasUsed()).write(receipt.logsBloom());
        writeLogs(out, receipt.logs());
        Bytes payload = out.endList().toBytes();
        return receipt.transactionType() == 0 ? payload
                : Bytes.concatenate(Bytes.of(receipt.transactionType()), payload);
    }

    public static Receipt decode(Bytes encoded) throws DecodeException {
        if (encoded.isEmpty()) {
            throw new DecodeException("a receipt has at least one byte");
        }
        int first = encoded.get(0) & 0xff;
        int type = first >= 0xc0 ? 0 : first;
        if (first < 0xc0 && (first == 0 || first > TYPE_MAX)) {
            throw new DecodeException("unknown receipt type " + first);
        }
        RlpReader input = new RlpReader(type == 0 ? encoded : encoded.slice(1));
        RlpReader fields = input.readList();
        input.requireEnd();
        byte[] status = fields.readBytes();
        boolean succeeded = status.length == 1 && status[0] == 1;
        if (status.length != 0 && !succeeded && status.length != Hash.SIZE) {
            throw new DecodeException("a receipt starts with a status or a state root");
        }
        Optional<Hash> postState = status.length == Hash.SIZE ? Optional.of(Hash.of(status))
                : Optional.empty();
        long gasUsed = fields.readLong();
        Bytes bloom = Bytes.wrap(fields.readFixed(LogsBloom.SIZE));
        List<Log> logs = readLogs(fields.readList());
        fields.requireEnd();
        return new Receipt(type, succeeded, postState, gasUsed, bloom, logs);
    }

    /** RLP of the list of logs, as state tests hash it. */
    public static Bytes encodeLogs(List<Log> logs) {
        RlpWriter out = new RlpWriter();
        writeLogs(out, logs);
        return out.toBytes();
    }

    private static void writeLogs(RlpWriter out, List<Log> logs) {
        out.startList();
        for (Log log : logs) {
            out.startList().write(log.address()).startList();
            log.topics().forEach(out::write);
            out.endList().write(log.data()).endList();
        }
        out.endList();
    }

    private static List<Log> readLogs(RlpReader input) throws DecodeException {
        List<Log> logs = new ArrayList<>();
        while (!input.isAtEnd()) {
            RlpReader fields = input.readList();
            Address address = fields.readAddress();
            RlpReader topicList = fields.readList();
            List<Hash> topics = new ArrayList<>();
            while (!topicList.isAtEnd()) {
                topics.add(topicList.readHash());
            }
            if (topics.size() > 4) {
                throw new DecodeException("a log has at most four topics, not " + topics.size());
            }
            logs.add(new Log(address, topics, fields.readByteString()));
            fields.requireEnd();
        }
        return logs;
    }
}
