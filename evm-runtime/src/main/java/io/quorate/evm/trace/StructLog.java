package io.quorate.evm.trace;

import io.quorate.evm.primitives.UInt256;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * One instruction, as the machine was before it. What was switched off is absent.
 *
 * @param depth 1 for the outermost frame
 * @param refund the refund counter in gas
 * @param error empty where it did not fail
 * @param stack the lowest word first
 * @param memory whole words
 * @param storage the slots of the contract that were read or written so far, this one's among them; only at
 *     SLOAD and SSTORE
 */
public record StructLog(int programCounter, int opcode, long gas, long gasCost, int depth,
        long refund, String error, Optional<List<UInt256>> stack, Optional<Bytes> memory,
        Optional<SortedMap<UInt256, UInt256>> storage, Optional<Bytes> returnData) {
    public StructLog {
        stack = stack.map(List::copyOf);
        storage = storage.map(s -> Collections.unmodifiableSortedMap(new TreeMap<>(s)));
    }

    StructLog ended(long cost, String failure) {
        return new StructLog(programCounter, opcode, gas, cost, depth, refund, failure, stack,
                memory, storage, returnData);
    }
}
