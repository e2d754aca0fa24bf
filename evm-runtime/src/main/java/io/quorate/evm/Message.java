package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import org.apache.tuweni.bytes.Bytes;

/** What starts an execution. The caller's nonce and the price of the gas are not the EVM's concern. */
public sealed interface Message {
    Address caller();

    /** The account that runs: the one called, or the one to be created. */
    Address recipient();

    UInt256 value();

    /** The call data, or the code that makes the contract. */
    Bytes input();

    long gas();

    record Call(Address caller, Address recipient, UInt256 value, Bytes input, long gas)
            implements
                Message {}

    record Create(Address caller, Address recipient, UInt256 value, Bytes input, long gas)
            implements
                Message {}
}
