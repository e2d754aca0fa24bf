package io.quorate.ledger;

import io.quorate.evm.primitives.Address;

/** EIP-4895; all numbers unsigned, the amount in gwei. Our own blocks have none. */
public record Withdrawal(long index, long validatorIndex, Address address, long amountGwei) {}
