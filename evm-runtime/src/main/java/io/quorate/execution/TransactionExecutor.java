package io.quorate.execution;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.trace.Tracer;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.JournaledState;
import org.apache.tuweni.bytes.Bytes;

/**
 * Applies transactions to a {@link JournaledState}, one after another. It holds rules and caches only, so one
 * may be shared by any number of threads, each with a state of its own.
 */
public final class TransactionExecutor {
    private final ExecutionRules rules;

    public TransactionExecutor(ExecutionRules rules) {
        this.rules = rules;
    }

    public ExecutionRules rules() {
        return rules;
    }

    /** As {@link #execute(RecoveredTransaction, BlockContext, JournaledState, long, Tracer)}, untraced. */
    public TransactionOutcome execute(RecoveredTransaction transaction, BlockContext block,
            JournaledState state, long blockGasLeft) {
        return execute(transaction, block, state, blockGasLeft, Tracer.NONE);
    }

    /**
     * Runs a transaction to its end, from {@link JournaledState#beginTransaction} to
     * {@link JournaledState#endTransaction}. A rejected one leaves the state as it was.
     *
     * @param blockGasLeft the block's gas limit less what the transactions before have used
     */
    public TransactionOutcome execute(RecoveredTransaction transaction, BlockContext block,
            JournaledState state, long blockGasLeft, Tracer tracer) {
        throw new UnsupportedOperationException();
    }

    /**
     * Runs a call with relaxed checks: no nonce, fee or gas balance is looked at, EIP-3607 and EIP-7825 do not
     * hold. The state keeps what the call did, so hand in one that is thrown away.
     */
    public TransactionOutcome call(CallRequest request, BlockContext block, JournaledState state,
            Tracer tracer) {
        throw new UnsupportedOperationException();
    }

    /**
     * Calls a system contract as EIP-4788, 2935, 7002 and 7251 ask: from 0xff…fe, with 30 M gas of its own and
     * free of charge. Succeeds with nothing done where {@code to} has no code.
     */
    public ExecutionResult systemCall(Address to, Bytes input, BlockContext block,
            JournaledState state) {
        throw new UnsupportedOperationException();
    }
}
