package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.List;

/**
 * The accounts that were accessed and the slots of each that were, whether or not anything changed; also those
 * of calls that were undone. What counts as an access is EIP-7928's: an account or slot whose state an
 * instruction looked at after it was paid for. A place in an access list (EIP-2930) is none. In no order.
 */
public record Accesses(List<OfAccount> accounts) {
    /** One account, named once. */
    public record OfAccount(Address address, List<UInt256> slots) {}

    public Accesses {
        accounts = List.copyOf(accounts);
    }
}
