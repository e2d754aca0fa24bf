package io.quorate.bft.net;

import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.apache.tuweni.bytes.Bytes;

/**
 * Joins replicas of one process. A frame is handed to the receiver's listener on the sender's
 * thread and is never copied or queued here: the bound is the listener's own queue, so a slow
 * replica drops what is meant for it and delays nobody. A replica may close its transport and take
 * a new one, as after a restart.
 */
public final class InMemoryNetwork {
    private final AtomicReferenceArray<Endpoint> endpoints;
    private final Object linkLock = new Object();

    /** Cut pairs, as {@code lower * size + higher}; replaced, never changed in place. */
    private volatile BitSet cut = new BitSet();

    public InMemoryNetwork(int replicas) {
        endpoints = new AtomicReferenceArray<>(replicas);
    }

    /** A new endpoint for the replica; it joins when started, in place of an earlier one. */
    public Transport transport(int replica) {
        if (replica < 0 || replica >= endpoints.length()) {
            throw new IllegalArgumentException("no replica " + replica + " in this network");
        }
        return new Endpoint(replica);
    }

    /** Breaks ({@code up} false) or restores the link between two replicas, in both directions. */
    public void setLink(int one, int other, boolean up) {
        synchronized (linkLock) {
            int link = linkOf(one, other);
            if (cut.get(link) != up) {
                return;
            }
            BitSet next = (BitSet) cut.clone();
            next.set(link, !up);
            cut = next;
            Endpoint a = endpoints.get(one);
            Endpoint b = endpoints.get(other);
            if (a != null && b != null) {
                a.tell(other, up);
                b.tell(one, up);
            }
        }
    }

    private int linkOf(int one, int other) {
        return Math.min(one, other) * endpoints.length() + Math.max(one, other);
    }

    private final class Endpoint implements Transport {
        private final int self;
        private final LongAdder framesSent = new LongAdder();
        private final LongAdder bytesSent = new LongAdder();
        private final LongAdder framesReceived = new LongAdder();
        private final LongAdder bytesReceived = new LongAdder();
        private final LongAdder framesDropped = new LongAdder();
        private volatile Listener listener;

        Endpoint(int self) {
            this.self = self;
        }

        @Override
        public int self() {
            return self;
        }

        @Override
        public void start(Listener newListener) {
            synchronized (linkLock) {
                if (listener != null) {
                    throw new IllegalStateException("transport " + self + " was started before");
                }
                listener = newListener;
                Endpoint earlier = endpoints.getAndSet(self, this);
                if (earlier != null) {
                    leave(earlier, connected());
                }
                for (int peer : connected()) {
                    newListener.connected(peer);
                    endpoints.get(peer).tell(self, true);
                }
            }
        }

        @Override
        public boolean send(int replica, TrafficClass trafficClass, Bytes frame) {
            if (frame.size() > FRAME_BYTES_MAX || !isLinked(replica)) {
                framesDropped.increment();
                return false;
            }
            Endpoint peer = endpoints.get(replica);
            Listener receiver = peer == null ? null : peer.listener;
            if (receiver == null) {
                return false;
            }
            framesSent.increment();
            bytesSent.add(frame.size());
            peer.framesReceived.increment();
            peer.bytesReceived.add(frame.size());
            receiver.received(self, trafficClass, frame);
            return true;
        }

        @Override
        public void broadcast(TrafficClass trafficClass, Bytes frame) {
            for (int replica = 0; replica < endpoints.length(); replica++) {
                if (isLinked(replica)) {
                    send(replica, trafficClass, frame);
                }
            }
        }

        @Override
        public Set<Integer> connected() {
            Set<Integer> peers = new TreeSet<>();
            for (int replica = 0; replica < endpoints.length(); replica++) {
                if (isLinked(replica)) {
                    peers.add(replica);
                }
            }
            return peers;
        }

        private boolean isLinked(int replica) {
            return replica >= 0 && replica < endpoints.length() && replica != self
                    && endpoints.get(self) == this && endpoints.get(replica) != null
                    && !cut.get(linkOf(self, replica));
        }

        private void tell(int peer, boolean up) {
            Listener told = listener;
            if (told != null && up) {
                told.connected(peer);
            } else if (told != null) {
                told.disconnected(peer);
            }
        }

        /** Everybody of the process is within reach already. */
        @Override
        public void reach(Reach reach) {
            if (reach.epochs().isEmpty()) {
                throw new IllegalArgumentException("no epoch");
            }
        }

        @Override
        public TransportMetrics metrics() {
            return new TransportMetrics(framesSent.sum(), bytesSent.sum(), framesReceived.sum(),
                    bytesReceived.sum(), framesDropped.sum(), 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {
            synchronized (linkLock) {
                if (endpoints.get(self) == this) {
                    Set<Integer> peers = connected();
                    endpoints.set(self, null);
                    leave(this, peers);
                }
                listener = null;
            }
        }

        private void leave(Endpoint gone, Set<Integer> peers) {
            gone.listener = null;
            for (int peer : peers) {
                Endpoint told = endpoints.get(peer);
                if (told != null) {
                    told.tell(gone.self, false);
                }
            }
        }
    }
}
