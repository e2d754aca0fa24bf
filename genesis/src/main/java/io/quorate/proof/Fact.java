package io.quorate.proof;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.Account;
import java.util.SortedMap;

/** A claim that holds. */
public sealed interface Fact {
    /**
     * @param exists whether the state has it at all
     * @param slots those that were proved, by key
     */
    record OfAccount(long blockNumber, Address address, boolean exists, Account account,
            SortedMap<UInt256, UInt256> slots) implements Fact {}

    record OfTransaction(long blockNumber, int index, RecoveredTransaction transaction)
            implements
                Fact {}

    record OfReceipt(long blockNumber, int index, RecoveredTransaction transaction,
            Receipt receipt) implements Fact {}
}
