package io.quorate.execution;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.LogsBloom;
import io.quorate.state.Accesses;
import io.quorate.state.JournaledState;
import io.quorate.state.StateChanges;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A transaction that was executed, with all that it leaves behind.
 *
 * @param credit what the beneficiary is still to get; empty where {@code changes} has it, or there is none
 */
record Execution(TransactionOutcome outcome, StateChanges changes, Accesses accesses,
        Bytes bloom, Optional<UInt256> credit) {
    private static final StateChanges NO_CHANGES = new StateChanges(new TreeMap<>(),
            new TreeMap<>());
    private static final Accesses NO_ACCESSES = new Accesses(List.of());

    /** What {@code journal} has of the one transaction that ran on it. */
    static Execution of(TransactionOutcome outcome, JournaledState journal) {
        return switch (outcome) {
            case TransactionOutcome.Executed executed -> new Execution(executed, journal.changes(),
                    journal.accesses(), LogsBloom.of(executed.logs()), journal.creditLeft());
            case TransactionOutcome.Rejected rejected -> new Execution(rejected, NO_CHANGES,
                    NO_ACCESSES, LogsBloom.of(List.of()), Optional.empty());
        };
    }

    /** With the credit carried out on {@code state}: what a transaction does last, so it sees nothing of it. */
    Execution settled(Address beneficiary, StateView state, Fork fork) {
        if (credit.isEmpty()) {
            return this;
        }
        JournaledState journal = new JournaledState(state);
        journal.beginTransaction();
        journal.addBalance(beneficiary, credit.get());
        journal.endTransaction(fork);
        StateChanges paid = journal.changes();
        var accounts = new TreeMap<>(changes.accounts());
        accounts.putAll(paid.accounts());
        List<Accesses.OfAccount> accessed = new ArrayList<>(accesses.accounts());
        accessed.addAll(journal.accesses().accounts());
        return new Execution(outcome, new StateChanges(accounts, changes.newCode()),
                new Accesses(accessed), bloom, Optional.empty());
    }
}
