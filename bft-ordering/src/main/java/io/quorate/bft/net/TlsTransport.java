package io.quorate.bft.net;

import java.net.InetSocketAddress;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/**
 * Frames over mutual TLS 1.3. Each peer's key is pinned to the member set; names, expiry dates and
 * issuers of certificates are not looked at.
 */
public final class TlsTransport implements Transport {
    private final TlsTransportConfig config;

    /** Checks the configuration; opens nothing before {@link #start}. */
    public TlsTransport(TlsTransportConfig config) {
        this.config = config;
    }

    /** Where this transport listens; known once {@link #start} returned. */
    public InetSocketAddress localAddress() {
        throw new IllegalStateException("not yet");
    }

    @Override
    public int self() {
        return config.self();
    }

    @Override
    public void start(Listener listener) {
        throw new IllegalStateException("not yet");
    }

    @Override
    public boolean send(int replica, TrafficClass trafficClass, Bytes frame) {
        throw new IllegalStateException("not yet");
    }

    @Override
    public void broadcast(TrafficClass trafficClass, Bytes frame) {
        throw new IllegalStateException("not yet");
    }

    @Override
    public Set<Integer> connected() {
        return Set.of();
    }

    @Override
    public TransportMetrics metrics() {
        throw new IllegalStateException("not yet");
    }

    @Override
    public void close() {}
}
