package io.quorate.node.pool;

import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.Account;
import java.util.Optional;

/** What a chain asks of a sender's account before its transaction may wait. */
@FunctionalInterface
public interface AccountRules {
    /** Empty where there is nothing against it. The nonce is the pool's matter. */
    Optional<Refusal> check(RecoveredTransaction transaction, Account account);
}
