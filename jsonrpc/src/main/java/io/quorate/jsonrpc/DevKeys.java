package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.Signature;
import java.util.List;
import java.util.Optional;

/** Keys that the node itself signs with. For development networks only: whoever reaches the port may sign. */
public interface DevKeys {
    List<Address> accounts();

    /** Signs the 32 bytes as they are, with the low {@code s} of EIP-2; empty for an unknown address. */
    Optional<Signature> sign(Address address, Hash digest);
}
