package io.quorate.bft.net;

import org.apache.tuweni.bytes.Bytes32;

/**
 * What two replicas must agree on before they exchange frames; compared in the handshake, where the
 * first field that differs is named to both sides.
 *
 * @param protocolVersion version of the ordering protocol's messages
 * @param genesisHash hash of the genesis block
 * @param rules the first epoch and what all epochs share: a line "name value" for each, printable ASCII, always in
 *     one order
 */
public record NetworkIdentity(
        int protocolVersion, long chainId, Bytes32 genesisHash, String rules) {
    /** In a Hello, which has two of them. */
    static final int RULES_BYTES_MAX = 2_048;

    public NetworkIdentity {
        checkRules(rules);
    }

    static void checkRules(String rules) {
        if (rules.length() > RULES_BYTES_MAX || !isPrintable(rules)) {
            throw new IllegalArgumentException("rules of " + rules.length()
                    + " characters; expected at most " + RULES_BYTES_MAX + ", printable");
        }
    }

    static boolean isPrintable(String rules) {
        return rules.chars().allMatch(c -> c >= ' ' && c <= '~' || c == '\n');
    }
}
