package io.quorate.bft.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * All that is kept for one member: its queue, its link if it is up, and, if this replica is the one
 * that dials, the attempts to bring it up. State changes happen on the event loop.
 */
final class PeerLink {
    private static final int REDIAL_MILLIS_MIN = 50;

    private volatile Peer peer;
    private final EventLoop loop;
    private final OutboundQueue queue;
    private final int redialMillisMax;
    private final AtomicBoolean isDrainDue = new AtomicBoolean();
    private final RateLimitedLog complaints;
    private volatile Link link;
    private volatile Optional<LinkTrouble> trouble = Optional.empty();
    private volatile boolean isStopped;
    private Bootstrap dialer;
    private int redialMillis = REDIAL_MILLIS_MIN;
    boolean wasUp;

    PeerLink(Peer peer, EventLoop loop, TlsTransportConfig.Limits limits, Counters counters,
            RateLimitedLog complaints) {
        this.peer = peer;
        this.loop = loop;
        this.queue = new OutboundQueue(limits, counters);
        this.complaints = complaints;
        this.redialMillisMax = Math.max(REDIAL_MILLIS_MIN, limits.redialMillisMax());
    }

    int replica() {
        return peer.replica();
    }

    /** Dialled there from the next time on. */
    void moveTo(Peer next) {
        peer = next;
    }

    /** Closes the link that is up unless its key is one of these. */
    void keep(Set<Bytes32> pins) {
        Link current = link;
        if (current != null && current.keyPin().filter(pins::contains).isEmpty()) {
            current.close();
        }
    }

    /** Lines about this member; others cannot use them up. */
    RateLimitedLog complaints() {
        return complaints;
    }

    boolean isUp() {
        return link != null;
    }

    void troubled(String reason) {
        trouble = Optional.of(new LinkTrouble(replica(), reason, System.currentTimeMillis()));
    }

    /** Why there is no link; empty while there is one. */
    Optional<LinkTrouble> trouble() {
        return isUp() ? Optional.empty() : trouble;
    }

    boolean isUp(Link candidate) {
        return link == candidate;
    }

    /** From any thread. */
    boolean send(TrafficClass trafficClass, Bytes frame) {
        if (link == null || !queue.add(trafficClass, frame)) {
            return false;
        }
        if (isDrainDue.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
        return true;
    }

    /** On the event loop. */
    void drain() {
        isDrainDue.set(false);
        Link current = link;
        if (current != null) {
            current.drain(queue);
        }
    }

    /** Takes a new link, in place of an earlier one, which is closed: the peer restarted. */
    void up(Link newLink) {
        Link earlier = link;
        queue.clear();
        link = newLink;
        trouble = Optional.empty();
        redialMillis = REDIAL_MILLIS_MIN;
        if (earlier != null) {
            earlier.close();
        }
    }

    void down() {
        link = null;
        queue.clear();
    }

    /** Begins to dial; goes on until {@link #stop}. */
    void dialWith(Bootstrap bootstrap) {
        dialer = bootstrap;
        dial();
    }

    private void dial() {
        if (isStopped) {
            return;
        }
        // Resolving a name, anew each time, may block for seconds, and would block a virtual thread's carrier too.
        Thread.ofPlatform().daemon().name("net-resolve-" + peer.replica()).start(() -> {
            try {
                InetSocketAddress address = new InetSocketAddress(
                        InetAddress.getByName(peer.host()), peer.port());
                loop.execute(() -> connect(address));
            } catch (UnknownHostException e) {
                troubled("no address is known for " + peer.host());
                loop.execute(this::redial);
            }
        });
    }

    private void connect(InetSocketAddress address) {
        if (!isStopped) {
            dialer.connect(address).addListener((ChannelFuture done) -> {
                if (!done.isSuccess()) {
                    troubled("cannot connect to " + peer.host() + ":" + peer.port() + ": "
                            + done.cause().getMessage());
                    redial();
                } else {
                    done.channel().closeFuture().addListener(closed -> redial());
                }
            });
        }
    }

    /** Waits between half and all of a time that grows to the limit. */
    private void redial() {
        if (isStopped) {
            return;
        }
        int waitMillis = ThreadLocalRandom.current().nextInt(redialMillis / 2, redialMillis + 1);
        redialMillis = Math.min(redialMillisMax, redialMillis * 3 / 2);
        loop.schedule(this::dial, waitMillis, TimeUnit.MILLISECONDS);
    }

    void stop() {
        isStopped = true;
    }
}
