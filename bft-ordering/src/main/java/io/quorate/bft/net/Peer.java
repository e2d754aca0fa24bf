package io.quorate.bft.net;

import java.nio.charset.StandardCharsets;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * One member as the transport sees it. The identity is the key: the host is a name that is resolved
 * again at each dial, and no rule depends on an IP address.
 *
 * @param replica its number in the registry, the same in every epoch
 * @param port TCP port, 0 to 65535; 0 only for the own listening address (the system picks one)
 * @param keyPin SHA-256 of the DER-encoded SubjectPublicKeyInfo of its TLS certificate
 */
public record Peer(int replica, String host, int port, Bytes32 keyPin) {
    private static final int HOST_BYTES_MAX = 255; // of a name: RFC 1035 §2.3.4

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
        if (host.length() > HOST_BYTES_MAX) {
            throw new IllegalArgumentException("replica " + replica + " has a host name of "
                    + host.length() + " characters; at most " + HOST_BYTES_MAX + " are allowed");
        }
    }

    /** For a member's record: key pin (32) ‖ port (2) ‖ host (UTF-8). */
    public Bytes channel() {
        return Bytes.concatenate(keyPin, Bytes.ofUnsignedShort(port),
                Bytes.wrap(host.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of a channel the part that no two replicas may see differently: by which key the member is known. */
    public static Bytes keyOf(Bytes channel) {
        return channel.slice(0, Math.min(channel.size(), Bytes32.SIZE));
    }

    /** Reads what {@link #channel} wrote; {@link IllegalArgumentException} if it is not such. */
    public static Peer of(int replica, Bytes channel) {
        if (channel.size() <= Bytes32.SIZE + Short.BYTES) {
            throw new IllegalArgumentException("the channel of member " + replica + " has "
                    + channel.size() + " bytes; expected a key pin, a port and a host");
        }
        return new Peer(replica,
                new String(channel.slice(Bytes32.SIZE + Short.BYTES).toArray(),
                        StandardCharsets.UTF_8),
                channel.slice(Bytes32.SIZE, Short.BYTES).toInt(),
                Bytes32.wrap(channel.slice(0, Bytes32.SIZE)));
    }
}
