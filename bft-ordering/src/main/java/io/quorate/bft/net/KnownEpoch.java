package io.quorate.bft.net;

import org.apache.tuweni.bytes.Bytes32;

/**
 * An epoch as one replica knows it; compared in the handshake, where the first rule that differs is named to both sides.
 *
 * @param hash of its configuration
 * @param rules what that consists of: a line "name value" for each, printable ASCII, always in one order
 */
public record KnownEpoch(Bytes32 hash, String rules) {
    public KnownEpoch {
        NetworkIdentity.checkRules(rules);
    }
}
