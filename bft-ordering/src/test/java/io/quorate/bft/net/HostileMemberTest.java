package io.quorate.bft.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Member 0 has a valid key and bad manners; members 1 and 2 must not notice. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HostileMemberTest {
    private static final TlsTransportConfig.Limits LIMITS = new TlsTransportConfig.Limits(100_000,
            1 << 20, 1 << 20,
            1 << 20, 2_000, 16, 200, 2_000, 200);

    private final List<Transport> open = new ArrayList<>();
    private final RecordingListener one = new RecordingListener();
    private final RecordingListener two = new RecordingListener();
    private TlsNetwork network;
    private Transport victim;
    private Transport other;

    @BeforeEach
    void start() throws IOException {
        network = TlsNetwork.of(3);
        victim = network.transport(1, TlsNetwork.IDENTITY, network.identity(1), LIMITS);
        other = network.transport(2, TlsNetwork.IDENTITY, network.identity(2), LIMITS);
        open.add(victim);
        open.add(other);
        victim.start(one);
        other.start(two);
        await().until(() -> one.connected.contains(2) && two.connected.contains(1));
    }

    @AfterEach
    void close() {
        open.forEach(Transport::close);
    }

    @Test
    void closesALinkWithAnOverlongFragmentBeforeItsBytesCome() throws Exception {
        try (RawPeer peer = peer()) {
            peer.sendHeader(Fragment.dataKind(TrafficClass.CONSENSUS, true),
                    Fragment.BODY_BYTES_MAX + 1);
            awaitBroken();
        }
    }

    @Test
    void closesALinkWithAFrameThatNeverEnds() throws Exception {
        try (RawPeer peer = peer()) {
            for (int i = 0; i < 7; i++) { // 7 x 16 KiB are more than 100,000 bytes
                peer.send(Fragment.dataKind(TrafficClass.GOSSIP, false),
                        new byte[Fragment.BODY_BYTES_MAX]);
            }
            awaitBroken();
        }
    }

    @Test
    void closesALinkWithTinyFragments() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(Fragment.dataKind(TrafficClass.GOSSIP, false), new byte[1]);
            awaitBroken();
        }
    }

    @Test
    void closesALinkWithAnUnknownKind() throws Exception {
        try (RawPeer peer = peer()) {
            peer.send(200, new byte[1]);
            awaitBroken();
        }
    }

    /** What it does not take is dropped here, oldest first; the other member gets everything. */
    @Test
    void dropsForAMemberThatDoesNotRead() throws Exception {
        try (RawPeer peer = peer()) {
            Bytes frame = Bytes.wrap(new byte[50_000]);
            int sent = 0;
            while (victim.metrics().framesDropped() < 20) {
                victim.broadcast(TrafficClass.CONSENSUS, frame);
                sent++;
                int expected = sent;
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> two.received.size() == expected);
                peer.send(Fragment.HEARTBEAT, new byte[0]);
            }
            assertThat(victim.connected()).containsExactly(0, 2);
            assertThat(one.connected).contains(0);
        }
        await().until(() -> !one.connected.contains(0));
    }

    @Test
    void closesALinkThatFallsSilent() throws Exception {
        try (RawPeer peer = peer()) {
            await().atMost(Duration.ofSeconds(5)).until(() -> !one.connected.contains(0));
            assertThat(victim.connected()).containsExactly(2);
            assertThat(peer.readFragment()).as("heartbeats came").isZero();
        }
    }

    private RawPeer peer() throws Exception {
        RawPeer peer = new RawPeer(0, network.identity(0), network.port(1));
        await().until(() -> one.connected.contains(0));
        return peer;
    }

    private void awaitBroken() {
        await().until(() -> victim.metrics().brokenFrames() == 1 && !one.connected.contains(0));
        assertThat(victim.connected()).containsExactly(2);
        victim.send(2, TrafficClass.CONSENSUS, Bytes.of(1));
        await().until(() -> two.received.size() == 1);
        assertThat(one.received).isEmpty();
    }
}
