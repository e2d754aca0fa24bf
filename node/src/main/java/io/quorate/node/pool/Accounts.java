package io.quorate.node.pool;

import io.quorate.evm.primitives.Address;
import io.quorate.state.Account;
import java.util.Optional;

/** The accounts as the last executed block left them. Any thread; one read, no trie walk. */
@FunctionalInterface
public interface Accounts {
    Optional<Account> account(Address address);
}
