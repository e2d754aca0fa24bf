package io.quorate.state;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The state as of one block; it does not change while it is held. Safe for any thread. */
public interface StateView {
    Optional<Account> account(Address address);

    /** Zero where nothing was stored, and for an address without account. */
    UInt256 storage(Address address, UInt256 key);

    /** Whether any slot of {@code address} is not zero (EIP-7610). */
    boolean hasStorage(Address address);

    /** The code with this hash; empty for {@link Hash#EMPTY}. Fails where a stored account lacks its code. */
    Bytes code(Hash codeHash);
}
