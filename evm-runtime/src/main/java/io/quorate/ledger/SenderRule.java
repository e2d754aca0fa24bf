package io.quorate.ledger;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.rlp.DecodeException;

/** Who sent a transaction: {@link TransactionCodec#sender}, or {@link Impersonation#sender} on a development chain. */
@FunctionalInterface
public interface SenderRule {
    /** Fails where nobody did, by the rules of {@code fork}. */
    Address sender(Transaction transaction, Fork fork) throws DecodeException;
}
