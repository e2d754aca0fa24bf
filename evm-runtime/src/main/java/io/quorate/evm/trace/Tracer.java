package io.quorate.evm.trace;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.LogEntry;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import org.apache.tuweni.bytes.Bytes;

/**
 * Observes the execution of one transaction or call. Called on the executing thread, in order; frames nest.
 * Errors are texts as geth's tracers have them, empty where there is none.
 */
public interface Tracer {
    /** Sees nothing and costs nothing. */
    Tracer NONE = new Tracer() {};

    /** Whether {@link #onStep} and {@link #onStepEnd} are wanted; asked once per execution. */
    default boolean wantsSteps() {
        return false;
    }

    /** Before anything of the transaction changes the state. */
    default void onTransactionStart(TransactionStart start) {}

    /** After refunds, fees and removals; {@code gasUsed} is what the sender is charged for. */
    default void onTransactionEnd(long gasUsed) {}

    /** Before an instruction, also before one that will fail. */
    default void onStep(Step step) {}

    /**
     * What the instruction of the last {@link #onStep} cost; called before the frame that it makes begins. A
     * call's price counts the gas it hands on, without the stipend; a creation's does not.
     *
     * @param gasCost after a failure what it would have cost, or the fixed part where that is not known
     */
    default void onStepEnd(long gasCost, String error) {}

    /**
     * A call or creation begins, also of a precompile or of an account without code, and also one that fails at
     * once for its depth or for lack of funds.
     *
     * @param value of a delegated call, the value of the frame that makes it
     */
    default void onEnter(CallKind kind, Address from, Address to, Bytes input, long gas,
            UInt256 value, int depth) {}

    /** The frame begun last ends. */
    default void onExit(ExecutionResult result, String error, long gasUsed, int depth) {}

    default void onLog(LogEntry log, int depth) {}

    default void onSelfDestruct(Address from, Address beneficiary, UInt256 balance, int depth) {}
}
