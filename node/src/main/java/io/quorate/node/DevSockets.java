package io.quorate.node;

import io.quorate.bft.net.Peer;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.bft.net.TlsTransport;
import io.quorate.bft.net.TlsTransportConfig;
import io.quorate.bft.net.Transport;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NetworkInit;
import io.quorate.genesis.NetworkSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Replicas of one process that talk over TLS sockets, as those of a real network do. */
final class DevSockets {
    private static final String LOOPBACK = "127.0.0.1";

    private DevSockets() {}

    /** The certificates are made the first time and kept in the folder {@code tls} of {@code root}. */
    static List<Transport> transports(Path root, Genesis genesis) {
        int replicas = genesis.quorate().validators().size();
        List<TlsIdentity> identities = identities(root.resolve("tls"), replicas,
                genesis.chainId());
        List<Integer> ports = freePorts(replicas);
        List<Peer> peers = IntStream.range(0, replicas).mapToObj(
                i -> new Peer(i, LOOPBACK, ports.get(i), identities.get(i).keyPin())).toList();
        List<Transport> transports = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            transports.add(new TlsTransport(new TlsTransportConfig(i, LOOPBACK, ports.get(i),
                    identities.get(i), peers, Orders.identity(genesis),
                    TlsTransportConfig.Limits.DEFAULT)));
        }
        return transports;
    }

    private static List<TlsIdentity> identities(Path dir, int replicas, long chainId) {
        if (!Files.exists(dir)) {
            NetworkInit.create(NetworkSpec.onLoopback(replicas, dir, chainId));
        }
        return IntStream.range(0, replicas).mapToObj(i -> {
            Path replica = dir.resolve("replica-" + i);
            return TlsIdentity.load(replica.resolve("tls.crt"), replica.resolve("tls.key"));
        }).toList();
    }

    /** Free at this moment: peers must know them before any of them is bound. */
    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new OperatorException("No free port on " + LOOPBACK + ": " + e.getMessage()
                    + ".", e);
        } finally {
            sockets.forEach(DevSockets::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new OperatorException("A port on " + LOOPBACK + " cannot be freed: "
                    + e.getMessage() + ".", e);
        }
    }
}
