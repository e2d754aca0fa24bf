package io.quorate.bft.net;

import org.apache.tuweni.bytes.Bytes32;

/**
 * One member as the transport sees it. The identity is the key: the host is a name that is resolved
 * again at each dial, and no rule depends on an IP address.
 *
 * @param replica index in the member set
 * @param port TCP port, 0 to 65535; 0 only for the own listening address (the system picks one)
 * @param keyPin SHA-256 of the DER-encoded SubjectPublicKeyInfo of its TLS certificate
 */
public record Peer(int replica, String host, int port, Bytes32 keyPin) {
    public Peer {
        if (replica < 0) {
            throw new IllegalArgumentException("negative replica index " + replica);
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("replica " + replica + " has no host name");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("replica " + replica + " has port " + port);
        }
    }
}
