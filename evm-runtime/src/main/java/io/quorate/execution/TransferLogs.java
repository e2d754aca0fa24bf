package io.quorate.execution;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.LogEntry;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.CallKind;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.SimulationOutcome.IndexedLog;
import io.quorate.ledger.Log;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * The logs of one call in order, and where asked for, one of an ERC-20 transfer for ether that moves: by a call or
 * creation with a value, or as a contract destructs itself. What a failed frame did is not told. Mutable, for one
 * thread.
 */
final class TransferLogs implements Tracer {
    /** The address that execution-apis chose; nobody can have it. */
    private static final Address EMITTER = Address
            .fromHex("0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee");
    /** keccak256 of Transfer(address,address,uint256). */
    private static final Hash TRANSFER = Hash
            .fromHex("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

    private final boolean tellsTransfers;
    /** Of the frames that run, the outermost first. */
    private final List<List<IndexedLog>> frames = new ArrayList<>();
    private List<IndexedLog> result = List.of();
    private int nextIndex;

    /** {@code firstIndex} is the block's next log index. */
    TransferLogs(boolean tellsTransfers, int firstIndex) {
        this.tellsTransfers = tellsTransfers;
        this.nextIndex = firstIndex;
    }

    List<IndexedLog> logs() {
        return result;
    }

    /** What the next call begins with: logs that were undone have taken an index too, as all clients have it. */
    int nextIndex() {
        return nextIndex;
    }

    @Override
    public void onEnter(CallKind kind, Address from, Address to, Bytes input, long gas,
            UInt256 value, int depth) {
        frames.add(new ArrayList<>());
        // The value that the other two have is only shown to the code they run.
        if (kind != CallKind.DELEGATECALL && kind != CallKind.CALLCODE) {
            tell(from, to, value);
        }
    }

    @Override
    public void onExit(ExecutionResult ended, String error, long gasUsed, int depth) {
        List<IndexedLog> logs = frames.removeLast();
        if (!(ended instanceof ExecutionResult.Success)) {
            return;
        }
        if (frames.isEmpty()) {
            result = logs;
        } else {
            frames.getLast().addAll(logs);
        }
    }

    @Override
    public void onLog(LogEntry log, int depth) {
        add(new Log(log.address(), log.topics(), log.data()));
    }

    @Override
    public void onSelfDestruct(Address from, Address beneficiary, UInt256 balance, int depth) {
        tell(from, beneficiary, balance);
    }

    private void tell(Address from, Address to, UInt256 value) {
        if (tellsTransfers && !value.isZero()) {
            add(new Log(EMITTER, List.of(TRANSFER, topic(from), topic(to)),
                    Bytes.wrap(value.toArray())));
        }
    }

    private void add(Log log) {
        frames.getLast().add(new IndexedLog(log, nextIndex++));
    }

    private static Hash topic(Address address) {
        byte[] word = new byte[Hash.SIZE];
        address.copyTo(word, Hash.SIZE - Address.SIZE);
        return Hash.of(word);
    }
}
