package io.quorate.bft.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames over mutual TLS 1.3, one connection for each pair: the lower index dials. Each peer's key
 * is pinned to the member set; names, expiry dates and issuers of certificates are not looked at.
 *
 * <p>One event-loop thread does all I/O; a second, which ends when idle, does the asymmetric
 * cryptography of handshakes, so that a flood of connections does not delay votes.
 */
public final class TlsTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(TlsTransport.class);
    private static final int CONNECT_MILLIS = 3_000;

    private final TlsTransportConfig config;
    private final Counters counters = new Counters();
    private final RateLimitedLog refusals = new RateLimitedLog(LOG);
    private final RateLimitedLog strangers = new RateLimitedLog(LOG);
    private volatile Optional<LinkTrouble> stranger = Optional.empty();
    private final TlsEngines engines;
    private final ByteBufAllocator allocator = new PooledByteBufAllocator(true, 1, 1, 8192, 6, 64,
            16, false); // 512 KiB chunks
    private final WriteBufferWaterMark marks = new WriteBufferWaterMark(32 << 10, 64 << 10);
    /** Replaced, never changed in place: read by any thread. */
    private volatile Map<Bytes32, Integer> members = Map.of();
    private volatile SortedMap<Integer, PeerLink> peers = new TreeMap<>();
    private volatile Reach reach;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final ThreadPoolExecutor handshaker;
    private final ChannelGroup channels;

    /** Connections not yet authenticated, oldest first; event loop only. */
    private final SequencedSet<Channel> handshakes = new LinkedHashSet<>();

    private final Link.Owner owner = new Events();
    private volatile Listener listener;
    private volatile Channel acceptor;
    private volatile boolean isClosed;

    /** Checks the configuration; opens nothing before {@link #start}. */
    public TlsTransport(TlsTransportConfig config) {
        this.config = config;
        group = new MultiThreadIoEventLoopGroup(1,
                new DefaultThreadFactory("net-" + config.self(), true),
                NioIoHandler.newFactory());
        loop = group.next();
        channels = new DefaultChannelGroup(loop);
        handshaker = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("net-handshake-" + config.self(), true));
        handshaker.allowCoreThreadTimeOut(true);
        apply(new Reach(config.peers(),
                new TreeMap<>(Map.of(0L, new KnownEpoch(Bytes32.ZERO, "")))));
        engines = new TlsEngines(config.identity(), new PinnedTrustManager(
                pin -> members.containsKey(pin), this::refusedCertificate));
    }

    @Override
    public void reach(Reach next) {
        if (listener == null) {
            apply(next);
        } else {
            loop.execute(() -> apply(next));
        }
    }

    private void apply(Reach next) {
        Map<Bytes32, Integer> pins = new HashMap<>();
        SortedMap<Integer, PeerLink> links = new TreeMap<>();
        SortedMap<Integer, PeerLink> before = peers;
        for (Peer peer : next.peers()) {
            if (peer.replica() == self()) {
                continue;
            }
            Integer other = pins.putIfAbsent(peer.keyPin(), peer.replica());
            if (other != null && other != peer.replica()) {
                LOG.warn("two members share a TLS key one={} other={}", other, peer.replica());
            }
            PeerLink link = links.computeIfAbsent(peer.replica(),
                    id -> before.containsKey(id) ? before.get(id)
                            : new PeerLink(peer, loop, config.limits(), counters,
                                    new RateLimitedLog(LOG)));
            link.moveTo(peer);
        }
        members = Map.copyOf(pins);
        peers = links;
        reach = next;
        before.forEach((id, link) -> {
            if (!links.containsKey(id)) {
                link.stop();
                link.keep(Set.of());
            } else {
                link.keep(pins.keySet());
            }
        });
        links.forEach((id, link) -> {
            if (listener != null && !isClosed && !before.containsKey(id)) {
                dial(link);
            }
        });
    }

    private void dial(PeerLink peer) {
        if (peer.replica() > self()) {
            peer.dialWith(new Bootstrap().group(loop).channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.ALLOCATOR, allocator)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, marks)
                    .handler(initializer(OptionalInt.of(peer.replica()))));
        }
    }

    private void refusedCertificate() {
        counters.refusedCertificates.increment();
        refusals.warn("certificate", "refused a certificate whose key is not in the member set");
    }

    /** Where this transport listens; known once {@link #start} returned. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) acceptor.localAddress();
    }

    @Override
    public int self() {
        return config.self();
    }

    /**
     * Listens, then dials.
     *
     * @throws UncheckedIOException if the address cannot be bound
     */
    @Override
    public void start(Listener newListener) {
        if (listener != null) {
            throw new IllegalStateException("transport " + self() + " was started before");
        }
        listener = newListener;
        ServerBootstrap server = new ServerBootstrap().group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true).option(ChannelOption.SO_BACKLOG, 256)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, marks)
                .childHandler(initializer(OptionalInt.empty()));
        ChannelFuture bound = server.bind(config.bindHost(), config.bindPort())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new UncheckedIOException(new IOException(
                    "cannot listen on " + config.bindHost() + ":"
                            + config.bindPort() + ": " + bound.cause().getMessage(),
                    bound.cause()));
        }
        acceptor = bound.channel();
        peers.values().forEach(this::dial);
    }

    private ChannelInitializer<SocketChannel> initializer(OptionalInt dialed) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                if (isClosed) {
                    channel.close();
                    return;
                }
                channels.add(channel);
                if (dialed.isEmpty()) {
                    admit(channel);
                }
                TlsTransportConfig.Limits limits = config.limits();
                SslHandler handler = new SslHandler(
                        dialed.isPresent() ? engines.client() : engines.server(), handshaker);
                handler.setHandshakeTimeoutMillis(limits.handshakeMillis());
                handler.setCloseNotifyFlushTimeoutMillis(500);
                channel.pipeline().addLast(handler, new FragmentDecoder(),
                        new IdleStateHandler(limits.idleMillis(), limits.heartbeatMillis(), 0,
                                TimeUnit.MILLISECONDS),
                        new Link(owner, dialed));
            }
        };
    }

    /**
     * Makes room for a new connection by closing the oldest unauthenticated one: a member is done in
     * milliseconds, so a flood would have to be faster than that to keep members out.
     */
    private void admit(Channel channel) {
        handshakes.addLast(channel);
        channel.closeFuture().addListener(closed -> handshakes.remove(channel));
        if (handshakes.size() > config.limits().handshakesMax()) {
            counters.evictedHandshakes.increment();
            handshakes.removeFirst().close();
        }
    }

    @Override
    public boolean send(int replica, TrafficClass trafficClass, Bytes frame) {
        PeerLink peer = peers.get(replica);
        if (peer == null || frame.size() > config.limits().frameBytesMax()) {
            counters.framesDropped.increment();
            return false;
        }
        return peer.send(trafficClass, frame);
    }

    @Override
    public void broadcast(TrafficClass trafficClass, Bytes frame) {
        for (int replica : peers.keySet()) {
            send(replica, trafficClass, frame);
        }
    }

    @Override
    public Set<Integer> connected() {
        Set<Integer> connected = new TreeSet<>();
        for (PeerLink peer : peers.values()) {
            if (peer.isUp()) {
                connected.add(peer.replica());
            }
        }
        return connected;
    }

    @Override
    public List<LinkTrouble> troubles() {
        return Stream.concat(stranger.stream(),
                peers.values().stream().flatMap(peer -> peer.trouble().stream())).toList();
    }

    @Override
    public TransportMetrics metrics() {
        return counters.snapshot();
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        peers.values().forEach(PeerLink::stop);
        if (acceptor != null) {
            acceptor.close().awaitUninterruptibly(1_000);
        }
        channels.close().awaitUninterruptibly(1_000);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3_000);
        handshaker.shutdownNow();
    }

    /** Events of all links, on the event loop. */
    private final class Events implements Link.Owner {
        @Override
        public TlsTransportConfig config() {
            return config;
        }

        @Override
        public Counters counters() {
            return counters;
        }

        @Override
        public Reach reach() {
            return reach;
        }

        @Override
        public OptionalInt memberOf(Bytes32 keyPin) {
            Integer replica = members.get(keyPin);
            return replica == null ? OptionalInt.empty() : OptionalInt.of(replica);
        }

        @Override
        public void complain(Link link, String subject, String text) {
            PeerLink peer = peers.get(link.replica());
            (peer == null ? strangers : peer.complaints()).warn(subject, text);
            PeerLink about = peers.get(link.about());
            if (!link.isFirstTrouble()) return; // what follows from it says less
            if (about == null) {
                stranger = Optional.of(new LinkTrouble(LinkTrouble.STRANGER, text,
                        System.currentTimeMillis()));
            } else {
                about.troubled(text);
            }
        }

        @Override
        public void up(Link link) {
            PeerLink peer = peers.get(link.replica());
            if (peer == null) { // it left the members while it shook hands
                link.close();
                return;
            }
            boolean wasUp = peer.isUp();
            handshakes.remove(link.channel());
            peer.up(link);
            if (peer.wasUp) {
                counters.reconnects.increment();
            }
            peer.wasUp = true;
            LOG.info("peer connected replica={} by={}", link.replica(),
                    link.isDialed() ? "us" : "them");
            if (wasUp) {
                listener.disconnected(link.replica());
            }
            listener.connected(link.replica());
        }

        @Override
        public void received(Link link, TrafficClass trafficClass, Bytes frame) {
            PeerLink peer = peers.get(link.replica());
            if (peer != null && peer.isUp(link) && !isClosed) {
                counters.framesReceived.increment();
                counters.bytesReceived.add(frame.size());
                listener.received(link.replica(), trafficClass, frame);
            }
        }

        @Override
        public void writable(Link link) {
            PeerLink peer = peers.get(link.replica());
            if (peer != null) {
                peer.drain();
            }
        }

        @Override
        public void closed(Link link) {
            PeerLink peer = peers.get(link.replica());
            if (peer == null && link.replica() >= 0) { // no member any more
                listener.disconnected(link.replica());
            } else if (peer != null && peer.isUp(link)) {
                peer.down();
                peer.troubled("the link was lost");
                LOG.info("peer disconnected replica={}", link.replica());
                listener.disconnected(link.replica());
            }
        }
    }
}
