package io.quorate.evm.trace;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.LogEntry;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import org.apache.tuweni.bytes.Bytes;

/** Observes one execution. Called on the executing thread, in order; frames nest. */
public interface Tracer {
    /** Sees nothing and costs nothing. */
    Tracer NONE = new Tracer() {};

    /** Whether {@link #onStep} is wanted; asked once per execution. */
    default boolean wantsSteps() {
        return false;
    }

    /** Before an instruction, also before one that will fail. */
    default void onStep(Step step) {}

    /** A call or creation begins, also of a precompile or of an account without code. */
    default void onEnter(CallKind kind, Address from, Address to, Bytes input, long gas,
            UInt256 value,
            int depth) {}

    /** The frame begun last ends. */
    default void onExit(ExecutionResult result, long gasUsed, int depth) {}

    default void onLog(LogEntry log, int depth) {}

    default void onSelfDestruct(Address from, Address beneficiary, UInt256 balance, int depth) {}
}
