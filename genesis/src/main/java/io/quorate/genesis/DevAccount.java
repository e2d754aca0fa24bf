package io.quorate.genesis;

import io.quorate.evm.primitives.Address;
import org.apache.tuweni.bytes.Bytes;

/**
 * An account of the public test mnemonic. Everybody knows its key: it must own nothing outside a test.
 *
 * @param privateKey 32 bytes
 */
public record DevAccount(Address address, Bytes privateKey) {
    /** Without the key. */
    @Override
    public String toString() {
        return "DevAccount[" + address + "]";
    }
}
