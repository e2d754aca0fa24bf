package io.quorate.evm.trace;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** What a {@link ResultTracer} found, free of any wire form. */
public sealed interface TraceResult {
    /** The trace passed its bound and was given up. */
    record TooLarge(long bytesMax) implements TraceResult {}

    /** Of the tracer that sees nothing. */
    record Nothing() implements TraceResult {}

    /**
     * Of the opcode logger.
     *
     * @param returnValue empty after a halt
     */
    record StructLogs(long gasUsed, boolean failed, Bytes returnValue, List<StructLog> steps)
            implements
                TraceResult {
        public StructLogs {
            steps = List.copyOf(steps);
        }
    }

    /**
     * The outermost frame, with the others within.
     *
     * @param to absent where a creation failed
     * @param value absent for a STATICCALL
     */
    record CallFrame(CallKind kind, Address from, Optional<Address> to, long gas, long gasUsed,
            Bytes input, Bytes output, String error, Optional<UInt256> value,
            List<CallFrame> calls, List<CallLog> logs) implements TraceResult {
        public CallFrame {
            calls = List.copyOf(calls);
            logs = List.copyOf(logs);
        }
    }

    /**
     * An event.
     *
     * @param position how many calls its frame had made before
     */
    record CallLog(Address address, List<Hash> topics, Bytes data, int position) {
        public CallLog {
            topics = List.copyOf(topics);
        }
    }

    /** All accounts that the transaction looked at, as they were before. */
    record Prestate(SortedMap<Address, AccountState> accounts) implements TraceResult {
        public Prestate {
            accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
        }
    }

    /** The accounts that it changed; {@code post} has only what differs, and no removed account. */
    record StateDiff(SortedMap<Address, AccountState> pre, SortedMap<Address, AccountState> post)
            implements
                TraceResult {
        public StateDiff {
            pre = Collections.unmodifiableSortedMap(new TreeMap<>(pre));
            post = Collections.unmodifiableSortedMap(new TreeMap<>(post));
        }
    }

    /** An account, or parts of one; a nonce of 0 and empty code are left out by whoever writes it. */
    record AccountState(Optional<UInt256> balance, long nonce, Bytes code,
            SortedMap<UInt256, UInt256> storage) {
        public AccountState {
            storage = Collections.unmodifiableSortedMap(new TreeMap<>(storage));
        }
    }

    /** How often each selector was called: {@code 0x38cc4831-32} is a selector and 32 bytes behind it. */
    record SelectorCounts(SortedMap<String, Integer> counts) implements TraceResult {
        public SelectorCounts {
            counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        }
    }

    /** Parity's form: the frames in a row, each with its place in the tree. */
    record FlatTraces(List<FlatTrace> traces) implements TraceResult {
        public FlatTraces {
            traces = List.copyOf(traces);
        }
    }

    /**
     * One frame.
     *
     * @param error may be in Parity's words; {@code frame.error()} has geth's
     */
    record FlatTrace(CallFrame frame, String error, int subtraces, List<Integer> traceAddress) {
        public FlatTrace {
            traceAddress = List.copyOf(traceAddress);
        }
    }

    /** Parity's trace of the machine: a frame's code and what each of its instructions did. */
    record VmTrace(Bytes code, List<VmOperation> operations) implements TraceResult {
        public VmTrace {
            operations = List.copyOf(operations);
        }
    }

    /**
     * One instruction.
     *
     * @param cost in gas, a call's with what it hands on
     * @param effect absent where it failed
     * @param sub what it called or created; absent for a precompile
     */
    record VmOperation(int programCounter, int opcode, long cost, Optional<VmEffect> effect,
            Optional<VmTrace> sub) {}

    /** What an instruction left behind; {@code pushed} with the topmost word last. */
    record VmEffect(long gasLeft, List<UInt256> pushed, Optional<VmMemory> memory,
            Optional<VmStored> stored) {
        public VmEffect {
            pushed = List.copyOf(pushed);
        }
    }

    /** A piece of memory that was written or read. */
    record VmMemory(int offset, Bytes data) {}

    /** A slot that was written. */
    record VmStored(UInt256 key, UInt256 value) {}

    /** The results of several tracers by their names, in the order they were asked for. */
    record Several(Map<String, TraceResult> byName) implements TraceResult {
        public Several {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }
}
