package io.quorate.bft.net;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.tuweni.bytes.Bytes;

/** Remembers what a transport told it. */
class RecordingListener implements Transport.Listener {
    final Queue<Received> received = new ConcurrentLinkedQueue<>();
    final Set<Integer> connected = ConcurrentHashMap.newKeySet();

    record Received(int from, TrafficClass trafficClass, Bytes frame) {}

    @Override
    public void received(int from, TrafficClass trafficClass, Bytes frame) {
        received.add(new Received(from, trafficClass, frame));
    }

    @Override
    public void connected(int replica) {
        connected.add(replica);
    }

    @Override
    public void disconnected(int replica) {
        connected.remove(replica);
    }
}
