package io.quorate.execution.dev;

import io.quorate.evm.primitives.Address;
import io.quorate.state.Account;
import io.quorate.state.JournaledState;
import io.quorate.state.StateView;
import java.util.Optional;

/** The commands that change one account. */
final class AccountChange {
    private AccountChange() {}

    /** Why it cannot be done. */
    static Optional<String> obstacle(DevCommand command, StateView view) {
        Address address = addressOf(command);
        if (address.equals(DevState.ACCOUNT)) {
            return Optional.of("the chain keeps what it was told at " + address
                    + ", which nobody may change");
        }
        boolean isEmpty = view.account(address).orElse(Account.EMPTY).isEmpty();
        return command instanceof DevCommand.SetStorage && isEmpty
                ? Optional.of("there is no account " + address
                        + " that could have storage (EIP-161); give it code, a nonce or a balance"
                        + " first")
                : Optional.empty();
    }

    static void apply(DevCommand command, JournaledState state) {
        switch (command) {
            case DevCommand.SetBalance(var address, var wei) ->
                    DevChanges.setBalance(state, address, wei);
            case DevCommand.SetNonce(var address, long nonce) -> state.setNonce(address, nonce);
            case DevCommand.SetCode(var address, var code) -> state.setCode(address, code);
            case DevCommand.SetStorage(var address, var slot, var value) ->
                    state.setStorage(address, slot, value);
            default -> throw notOfOneAccount(command);
        }
    }

    private static Address addressOf(DevCommand command) {
        return switch (command) {
            case DevCommand.SetBalance set -> set.address();
            case DevCommand.SetNonce set -> set.address();
            case DevCommand.SetCode set -> set.address();
            case DevCommand.SetStorage set -> set.address();
            default -> throw notOfOneAccount(command);
        };
    }

    private static IllegalStateException notOfOneAccount(DevCommand command) {
        return new IllegalStateException(command + " changes no account");
    }
}
