package io.quorate.bft.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Certificates and free loopback ports for some replicas; makes their transports. */
public final class TlsNetwork {
    public static final NetworkIdentity IDENTITY = new NetworkIdentity(1, 1337,
            Bytes32.repeat((byte) 1), "window 64\nsuite 1");
    /** Of the one epoch that transports know unless they are told others. */
    static final KnownEpoch KNOWN = new KnownEpoch(Bytes32.ZERO, "");

    private final List<TlsIdentity> identities;
    private final List<Peer> peers = new ArrayList<>();

    public TlsNetwork(List<TlsIdentity> identities) throws IOException {
        this.identities = identities;
        List<ServerSocket> reserved = new ArrayList<>();
        for (int i = 0; i < identities.size(); i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            reserved.add(socket);
            peers.add(new Peer(i, "127.0.0.1", socket.getLocalPort(), identities.get(i).keyPin()));
        }
        for (ServerSocket socket : reserved) {
            socket.close();
        }
    }

    public static TlsNetwork of(int replicas) throws IOException {
        List<TlsIdentity> identities = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            identities.add(TestIdentities.valid("replica-" + i));
        }
        return new TlsNetwork(identities);
    }

    public int port(int replica) {
        return peers.get(replica).port();
    }

    /** As a member's record names it. */
    public Bytes channel(int replica) {
        return peers.get(replica).channel();
    }

    public TlsIdentity identity(int replica) {
        return identities.get(replica);
    }

    public TlsTransport transport(int replica) {
        return transport(replica, IDENTITY, identities.get(replica),
                TlsTransportConfig.Limits.DEFAULT);
    }

    public TlsTransport transport(int replica, NetworkIdentity network, TlsIdentity identity,
            TlsTransportConfig.Limits limits) {
        return new TlsTransport(new TlsTransportConfig(replica, "127.0.0.1", port(replica),
                identity, peers, network,
                limits));
    }
}
