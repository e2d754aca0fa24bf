package io.quorate.execution;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.precompile.Precompile;
import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.Account;
import io.quorate.state.StateChanges;
import io.quorate.state.StateView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** What the overrides before a block make of state and precompiles. */
sealed interface AccountOverrides {
    record Applied(StateChanges changes, Precompiles precompiles) implements AccountOverrides {}

    record Refused(SimulationOutcome.Refused why) implements AccountOverrides {}

    /**
     * In the order of the addresses. A precompile that is overridden or moved runs no longer at its own address, also
     * where only its balance changes; of two that move to one place the later counts.
     */
    static AccountOverrides of(SortedMap<Address, SimulationRequest.Account> overrides,
            StateView before, Precompiles precompiles) {
        Map<Address, Optional<Precompile>> moved = new HashMap<>();
        SortedMap<Address, StateChanges.AccountChange> accounts = new TreeMap<>();
        SortedMap<Hash, Bytes> codes = new TreeMap<>();
        for (Map.Entry<Address, SimulationRequest.Account> entry : overrides.entrySet()) {
            Address address = entry.getKey();
            SimulationRequest.Account override = entry.getValue();
            Optional<Precompile> precompile = precompiles.at(address);
            if (override.movePrecompileTo().isPresent()) {
                Address target = override.movePrecompileTo().get();
                Optional<SimulationOutcome.Refused> wrong = moveViolation(overrides, address,
                        target, precompile.isPresent());
                if (wrong.isPresent()) {
                    return new Refused(wrong.get());
                }
                moved.put(target, precompile);
            }
            if (precompile.isPresent()) {
                moved.put(address, Optional.empty());
            }
            if (override.changesState()) {
                accounts.put(address, change(override, before.account(address)));
                override.code().filter(code -> !code.isEmpty())
                        .ifPresent(code -> codes.put(Keccak256.hash(code), code));
            }
        }
        return new Applied(new StateChanges(accounts, codes), precompiles.with(moved));
    }

    private static Optional<SimulationOutcome.Refused> moveViolation(
            SortedMap<Address, SimulationRequest.Account> overrides, Address address,
            Address target, boolean isPrecompile) {
        if (!isPrecompile) {
            return refused(SimulationOutcome.Reason.ACCOUNT_OVERRIDE,
                    "account " + address + " is not a precompile");
        }
        if (target.equals(address)) {
            return refused(SimulationOutcome.Reason.PRECOMPILE_MOVED_TO_ITSELF,
                    "precompile " + address + " is moved to its own address");
        }
        return overrides.containsKey(target)
                ? refused(SimulationOutcome.Reason.ACCOUNT_OVERRIDE, "account " + target
                        + ", to which a precompile is moved, is overridden itself")
                : Optional.empty();
    }

    private static Optional<SimulationOutcome.Refused> refused(SimulationOutcome.Reason reason,
            String message) {
        return Optional.of(new SimulationOutcome.Refused(reason, message));
    }

    private static StateChanges.AccountChange change(SimulationRequest.Account override,
            Optional<Account> stored) {
        Account account = stored.orElse(Account.EMPTY);
        Hash codeHash = override.code()
                .map(code -> code.isEmpty() ? Hash.EMPTY : Keccak256.hash(code))
                .orElse(account.codeHash());
        return new StateChanges.AccountChange(
                Optional.of(new Account(override.nonce().orElse(account.nonce()),
                        override.balance().orElse(account.balance()), codeHash)),
                override.storage().isPresent(),
                override.storage().orElse(override.storageDiff()));
    }
}
