package io.quorate.ledger;

import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.StateExport;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * All that a chain needs to go on after one slot, in chunks: the slot's record, the last 256 headers and the head
 * block whole, with the epoch of the order that is fixed to follow the slot's, if one is; cut into pieces that begin with {@link #HEAD}; then the state as {@link StateExport} cuts it. Equal
 * wherever the slot was executed. For one thread at a time.
 */
public final class LedgerSnapshot {
    static final byte HEAD = 0;
    /** BLOCKHASH reaches so far back (Yellow Paper §9.4). */
    private static final int HEADERS = 256;

    private final List<Bytes> head;
    private final StateExport state;
    private final BooleanSupplier isKept;
    private final List<StateExport.Piece> pieces = new ArrayList<>();

    /** {@code isKept} tells whether the history still has that state. */
    LedgerSnapshot(KeyValueReader store, SlotRecord slotRecord, long headNumber,
            BooleanSupplier isKept) {
        this.isKept = isKept;
        this.head = cut(head(store, slotRecord, headNumber));
        this.state = new StateExport(store, headNumber);
    }

    private static Bytes head(KeyValueReader store, SlotRecord slotRecord, long headNumber) {
        RlpWriter out = new RlpWriter(1 << 16).startList().writeRaw(slotRecord.encode());
        out.startList();
        for (long number = Math.max(0, headNumber - HEADERS); number <= headNumber; number++) {
            out.write(part(store, LedgerKeys.header(number)));
        }
        out.endList();
        out.write(part(store, LedgerKeys.body(headNumber)));
        out.write(part(store, LedgerKeys.senders(headNumber)));
        out.write(part(store, LedgerKeys.receipts(headNumber)));
        out.write(part(store, LedgerKeys.accessList(headNumber)));
        // What was fixed by a later block is not of this state.
        SlotStore.fixedEpoch(store, slotRecord.epoch() + 1)
                .filter(next -> next.block() <= headNumber)
                .ifPresent(next -> out.write(next.encode()));
        return out.endList().toBytes();
    }

    private static byte[] part(KeyValueReader store, byte[] key) {
        return store.read(Space.BLOCKS, key).orElseThrow(() -> new IllegalStateException(
                "a block that is still kept lacks a part"));
    }

    private static List<Bytes> cut(Bytes whole) {
        List<Bytes> pieces = new ArrayList<>();
        for (int from = 0; from < whole.size(); from += StateExport.PIECE_BYTES) {
            pieces.add(Bytes.concatenate(Bytes.of(HEAD), whole.slice(from,
                    Math.min(StateExport.PIECE_BYTES, whole.size() - from))));
        }
        return pieces;
    }

    /** Reads everything once; each chunk goes to {@code content} in order. To be called once, first. */
    void read(Consumer<Bytes> content) {
        head.forEach(content);
        pieces.addAll(state.cut(content));
    }

    public int chunkCount() {
        return head.size() + pieces.size();
    }

    /** False where the state has been pruned meanwhile. */
    public boolean isKept() {
        return isKept.getAsBoolean();
    }

    /** Empty where the state has been pruned meanwhile. */
    public Optional<Bytes> chunk(int index) {
        Bytes chunk = index < head.size() ? head.get(index)
                : state.read(pieces.get(index - head.size()));
        return Optional.of(chunk).filter(_ -> isKept.getAsBoolean()); // asked after the read
    }
}
