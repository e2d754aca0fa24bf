package io.quorate.bft.net;

import java.util.List;

/**
 * @param self this replica's index
 * @param bindHost address to listen on, such as {@code 127.0.0.1} or {@code 0.0.0.0}
 * @param bindPort port to listen on; 0 lets the system pick
 * @param peers the other members; an entry for {@code self} is ignored
 * @param network compared with the peer's in the handshake
 * @param limits bounds; {@link Limits#DEFAULT} suits most
 */
public record TlsTransportConfig(int self, String bindHost, int bindPort, TlsIdentity identity,
        List<Peer> peers, NetworkIdentity network, Limits limits) {
    public TlsTransportConfig {
        peers = peers.stream().filter(peer -> peer.replica() != self).toList();
        long replicas = peers.stream().mapToInt(Peer::replica).distinct().count();
        long pins = peers.stream().map(Peer::keyPin).distinct().count();
        if (replicas != peers.size() || pins != peers.size()) {
            throw new IllegalArgumentException("two members share an index or a TLS key");
        }
    }

    /**
     * @param frameBytesMax longest frame, both ways
     * @param consensusQueueBytes frames waiting for one peer; the oldest is dropped beyond it
     * @param syncQueueBytes the same for slots
     * @param gossipQueueBytes the same for gossip
     * @param handshakeMillis from TCP connection to accepted Hello
     * @param handshakesMax unauthenticated connections at a time; the oldest is closed beyond it
     * @param heartbeatMillis a silent link sends a heartbeat so often
     * @param idleMillis a link on which nothing was read for so long is closed
     * @param redialMillisMax longest wait between two attempts: one that starts again waits as long for those that dial it
     */
    public record Limits(int frameBytesMax, int consensusQueueBytes, int syncQueueBytes,
            int gossipQueueBytes,
            int handshakeMillis, int handshakesMax, int heartbeatMillis, int idleMillis,
            int redialMillisMax) {
        public static final Limits DEFAULT = new Limits(Transport.FRAME_BYTES_MAX, 16 << 20,
                16 << 20, 16 << 20,
                5_000, 64, 1_000, 5_000, 250);
    }
}
