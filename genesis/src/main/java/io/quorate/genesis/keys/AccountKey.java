package io.quorate.genesis.keys;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import org.apache.tuweni.bytes.Bytes;

/** Signs for one account, wherever its key is. */
public interface AccountKey {
    /** x ‖ y, 64 bytes. */
    Bytes publicKey();

    /**
     * A signature r ‖ s ‖ v (65 bytes, low s, v 0 or 1) over the Keccak-256 of {@code data}, such as a transaction's
     * fields. Fails with {@link io.quorate.genesis.ConfigException} where a device or service gives none.
     */
    Bytes sign(Bytes data);

    default Address address() {
        return Secp256k1.addressOf(publicKey());
    }
}
