package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A validator as an epoch knows it.
 *
 * @param index its place in the epoch, from 0
 * @param number the same in all epochs
 * @param name empty where the genesis file gives none
 * @param publicKey secp256k1, 64 bytes
 * @param endpoint {@code host:port} of its P2P side; empty within one process
 */
public record CommitteeMember(int index, int number, String name, Address address,
        Bytes publicKey, Optional<String> endpoint) {
    /** As clients of Ethereum write nodes, though peers here speak another protocol. */
    public String enode() {
        return "enode://" + publicKey.toUnprefixedHexString() + "@" + endpoint.orElse("0.0.0.0:0");
    }
}
