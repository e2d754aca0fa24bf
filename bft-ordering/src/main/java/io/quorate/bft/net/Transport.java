package io.quorate.bft.net;

import java.util.List;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/**
 * A replica's links to its peers. Peers are named by their index in the member set. Delivery is
 * authenticated, at most once and, within one class and one connection, in order; frames are lost
 * when a peer is away or its queue is full. All methods may be called from any thread.
 */
public interface Transport extends AutoCloseable {
    /** The largest frame a peer accepts unless it was configured otherwise: 8 MiB. */
    int FRAME_BYTES_MAX = 8 << 20;

    /** This replica's own index; frames to it are refused. */
    int self();

    /** Begins to dial, accept and deliver. Called once. Frames that come earlier are not read. */
    void start(Listener listener);

    /**
     * Queues one frame; never blocks, never throws because of a peer.
     *
     * @return false if the peer is not connected or not known, or the frame did not fit
     */
    boolean send(int replica, TrafficClass trafficClass, Bytes frame);

    /** Queues one frame to every connected peer; the bytes are shared, not copied. */
    void broadcast(TrafficClass trafficClass, Bytes frame);

    /** The peers whose handshake is complete at this moment, in ascending order. */
    Set<Integer> connected();

    /**
     * Replaces whom this transport dials, accepts and broadcasts to. Links to peers that stay, with their key, stay up.
     * May be called before {@link #start}; without it the peers are those it was made with.
     */
    void reach(Reach reach);

    TransportMetrics metrics();

    /** Why links are missing that were wanted, at most one for a peer and one for strangers; gone once there is a link. */
    default List<LinkTrouble> troubles() {
        return List.of();
    }

    /** Closes every link and frees the port; no listener call begins after it returns. */
    @Override
    void close();

    /**
     * Told of frames and links, on a thread of the transport or of the sender: implementations
     * hand over to their own queue and return at once.
     */
    interface Listener {
        void received(int from, TrafficClass trafficClass, Bytes frame);

        /** A link came up. Whatever was sent to that replica before may be lost. */
        void connected(int replica);

        void disconnected(int replica);
    }
}
