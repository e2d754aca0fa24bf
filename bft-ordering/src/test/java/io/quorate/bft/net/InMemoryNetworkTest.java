package io.quorate.bft.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class InMemoryNetworkTest {
    private final InMemoryNetwork network = new InMemoryNetwork(3);
    private final RecordingListener[] listeners = new RecordingListener[3];
    private final Transport[] transports = new Transport[3];

    @Test
    void deliversToTheNamedPeerAndToAll() {
        startAll();
        Bytes frame = Bytes.of(1, 2, 3);
        assertThat(transports[0].send(2, TrafficClass.SYNC, frame)).isTrue();
        assertThat(listeners[2].received)
                .containsExactly(new RecordingListener.Received(0, TrafficClass.SYNC, frame));
        transports[1].broadcast(TrafficClass.CONSENSUS, frame);
        assertThat(listeners[0].received).hasSize(1);
        assertThat(listeners[2].received).hasSize(2);
        assertThat(listeners[1].received).isEmpty();
        assertThat(transports[1].metrics().framesSent()).isEqualTo(2);
    }

    @Test
    void tellsOfPeersThatComeAndGo() {
        startAll();
        assertThat(listeners[0].connected).containsExactlyInAnyOrder(1, 2);
        transports[1].close();
        assertThat(listeners[0].connected).containsExactly(2);
        assertThat(transports[0].send(1, TrafficClass.CONSENSUS, Bytes.of(1))).isFalse();
        assertThat(transports[1].send(0, TrafficClass.CONSENSUS, Bytes.of(1))).isFalse();
        start(1);
        assertThat(listeners[0].connected).containsExactlyInAnyOrder(1, 2);
        assertThat(transports[0].send(1, TrafficClass.CONSENSUS, Bytes.of(1))).isTrue();
    }

    @Test
    void cutsAndRestoresALink() {
        startAll();
        network.setLink(0, 1, false);
        assertThat(listeners[0].connected).containsExactly(2);
        assertThat(transports[0].connected()).containsExactly(2);
        transports[0].broadcast(TrafficClass.CONSENSUS, Bytes.of(1));
        assertThat(listeners[1].received).isEmpty();
        assertThat(listeners[2].received).hasSize(1);
        network.setLink(0, 1, true);
        assertThat(listeners[0].connected).containsExactlyInAnyOrder(1, 2);
    }

    private void startAll() {
        for (int i = 0; i < 3; i++) {
            start(i);
        }
    }

    private void start(int replica) {
        listeners[replica] = new RecordingListener();
        transports[replica] = network.transport(replica);
        transports[replica].start(listeners[replica]);
    }
}
