package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import org.apache.tuweni.bytes.Bytes;

/**
 * A transaction with what is costly to find out again: its sender, its hash and its canonical encoding
 * (EIP-2718: type byte and payload; plain RLP for legacy).
 */
public record RecoveredTransaction(Transaction transaction, Address sender, Hash hash,
        Bytes encoded) {}
