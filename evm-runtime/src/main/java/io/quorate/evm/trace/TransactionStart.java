package io.quorate.evm.trace;

import io.quorate.evm.WorldState;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import java.util.List;

/**
 * What a tracer may know before a transaction or call runs.
 *
 * @param to the recipient, or the address of the contract to be made
 * @param beneficiary of the block
 * @param authorities who signed an authorization (EIP-7702)
 * @param state to read from, now and in the callbacks of the same transaction; never to be written
 */
public record TransactionStart(Fork fork, Address from, Address to, boolean isCreation,
        Address beneficiary, long gasLimit, List<Address> authorities, WorldState state) {
    public TransactionStart {
        authorities = List.copyOf(authorities);
    }
}
