package io.quorate.bft.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quorate.bft.net.RecordingListener.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class TlsTransportTest {
    private final List<Transport> open = new ArrayList<>();

    @AfterEach
    void closeAll() {
        open.forEach(Transport::close);
    }

    @Test
    void carriesFramesOfAllSizesBothWaysInOrder() throws IOException {
        TlsNetwork network = TlsNetwork.of(2);
        RecordingListener zero = new RecordingListener();
        RecordingListener one = new RecordingListener();
        Transport a = start(network.transport(0), zero);
        Transport b = start(network.transport(1), one);
        awaitLinks(zero, one);

        int[] sizes = {0, 1, Fragment.BODY_BYTES_MAX, Fragment.BODY_BYTES_MAX + 1, 300_000, 7};
        for (int size : sizes) {
            assertThat(a.send(1, TrafficClass.CONSENSUS, frame(size))).isTrue();
            assertThat(b.send(0, TrafficClass.GOSSIP, frame(size))).isTrue();
        }
        await().until(
                () -> one.received.size() == sizes.length && zero.received.size() == sizes.length);
        assertThat(one.received.stream().map(Received::frame))
                .containsExactlyElementsOf(frames(sizes));
        assertThat(zero.received.stream().map(Received::frame))
                .containsExactlyElementsOf(frames(sizes));
        assertThat(zero.received)
                .allMatch(r -> r.from() == 1 && r.trafficClass() == TrafficClass.GOSSIP);
        assertThat(a.metrics().framesSent()).isEqualTo(sizes.length);
    }

    /** Queued on the transport's own thread, so that nothing leaves before all is queued. */
    @Test
    void letsConsensusOvertakeGossip() throws IOException {
        TlsNetwork network = TlsNetwork.of(2);
        Transport a = network.transport(0);
        RecordingListener zero = new RecordingListener() {
            @Override
            public void received(int from, TrafficClass trafficClass, Bytes frame) {
                for (int i = 0; i < 4; i++) {
                    a.send(1, TrafficClass.GOSSIP, frame(3_000_000));
                }
                a.send(1, TrafficClass.CONSENSUS, frame(100));
            }
        };
        RecordingListener one = new RecordingListener();
        start(a, zero);
        Transport b = start(network.transport(1), one);
        awaitLinks(zero, one);

        b.send(0, TrafficClass.CONSENSUS, frame(1));
        await().until(() -> one.received.size() == 5);
        assertThat(one.received.peek().trafficClass()).isEqualTo(TrafficClass.CONSENSUS);
    }

    @Test
    void reconnectsToARestartedPeer() throws IOException {
        TlsNetwork network = TlsNetwork.of(2);
        RecordingListener zero = new RecordingListener();
        RecordingListener one = new RecordingListener();
        Transport a = start(network.transport(0), zero);
        Transport b = start(network.transport(1), one);
        awaitLinks(zero, one);

        b.close();
        await().until(() -> zero.connected.isEmpty() && a.connected().isEmpty());
        assertThat(a.send(1, TrafficClass.CONSENSUS, frame(1))).isFalse();
        RecordingListener oneAgain = new RecordingListener();
        start(network.transport(1), oneAgain);
        awaitLinks(zero, oneAgain);
        a.send(1, TrafficClass.CONSENSUS, frame(9));
        await().until(() -> oneAgain.received.size() == 1);
        assertThat(a.metrics().reconnects()).isEqualTo(1);
    }

    /** A consortium must not stop because a date passed: keys are pinned, not validity. */
    @Test
    void acceptsAnExpiredCertificateThatIsPinned() throws IOException {
        TlsNetwork network = new TlsNetwork(
                List.of(TestIdentities.expired("old-0"), TestIdentities.expired("old-1")));
        RecordingListener zero = new RecordingListener();
        RecordingListener one = new RecordingListener();
        start(network.transport(0), zero);
        start(network.transport(1), one);
        awaitLinks(zero, one);
    }

    /** Each of the two dials once, so that both kinds are seen from both ends. */
    @Test
    void membersWithKeysOnP256AndOnEd25519TalkToEachOther() throws IOException {
        for (List<TlsIdentity> identities : List.of(
                List.of(TestIdentities.onP256("old"), TestIdentities.valid("new")),
                List.of(TestIdentities.valid("new"), TestIdentities.onP256("old")),
                List.of(TestIdentities.onP256("old-0"), TestIdentities.onP256("old-1")))) {
            TlsNetwork network = new TlsNetwork(identities);
            RecordingListener zero = new RecordingListener();
            RecordingListener one = new RecordingListener();
            start(network.transport(0), zero);
            start(network.transport(1), one);
            awaitLinks(zero, one);
        }
    }

    @Test
    void refusesACertificateThatIsNotPinned() throws IOException {
        TlsNetwork network = TlsNetwork.of(2);
        RecordingListener zero = new RecordingListener();
        RecordingListener one = new RecordingListener();
        Transport intruder = start(
                network.transport(0, TlsNetwork.IDENTITY, TestIdentities.valid("intruder"),
                        TlsTransportConfig.Limits.DEFAULT),
                zero);
        Transport b = start(network.transport(1), one);
        await().until(() -> b.metrics().refusedCertificates() >= 2);
        assertThat(one.connected).isEmpty();
        assertThat(zero.connected).isEmpty();
        assertThat(intruder.connected()).isEmpty();
        await().until(() -> b.troubles().stream().anyMatch(
                trouble -> trouble.replica() == LinkTrouble.STRANGER
                        && trouble.reason().contains("not pinned")));
    }

    /** A member that dials under another member's index is refused as well. */
    @Test
    void refusesAMemberInAnothersPlace() throws IOException {
        TlsIdentity zeroIdentity = TestIdentities.valid("zero");
        TlsIdentity oneIdentity = TestIdentities.valid("one");
        TlsNetwork network = new TlsNetwork(
                List.of(zeroIdentity, oneIdentity, TestIdentities.valid("two")));
        RecordingListener two = new RecordingListener();
        RecordingListener imposter = new RecordingListener();
        Transport c = start(network.transport(2), two);
        start(network.transport(0, TlsNetwork.IDENTITY, oneIdentity,
                TlsTransportConfig.Limits.DEFAULT), imposter);
        await().until(() -> c.metrics().brokenFrames() >= 1);
        assertThat(two.connected).isEmpty();
    }

    @Test
    void refusesAnotherChainAndNamesTheField() throws IOException {
        TlsNetwork network = TlsNetwork.of(2);
        NetworkIdentity other = new NetworkIdentity(1, 1337, Bytes32.repeat((byte) 7),
                TlsNetwork.IDENTITY.rules());
        RecordingListener zero = new RecordingListener();
        RecordingListener one = new RecordingListener();
        Transport a = start(network.transport(0), zero);
        Transport b = start(
                network.transport(1, other, network.identity(1), TlsTransportConfig.Limits.DEFAULT),
                one);
        await().until(() -> a.metrics().refusedHellos() > 0 && b.metrics().refusedHellos() > 0);
        assertThat(zero.connected).isEmpty();
        assertThat(one.connected).isEmpty();
        assertThat(Hello.difference(TlsNetwork.IDENTITY, other).orElseThrow())
                .startsWith("genesisHash differs");
    }

    /** An older or a newer one is refused by both, and stops nobody else. */
    @Test
    void refusesAnotherProtocolVersionAndGoesOnWithTheOthers() throws IOException {
        TlsNetwork network = TlsNetwork.of(4);
        List<RecordingListener> listeners = new ArrayList<>();
        List<Transport> transports = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int version = new int[]{1, 1, 0, 2}[i];
            listeners.add(new RecordingListener());
            transports.add(start(network.transport(i, new NetworkIdentity(version, 1337,
                    TlsNetwork.IDENTITY.genesisHash(), TlsNetwork.IDENTITY.rules()),
                    network.identity(i), TlsTransportConfig.Limits.DEFAULT), listeners.get(i)));
        }
        awaitLinks(listeners.get(0), listeners.get(1));
        await().until(() -> transports.stream()
                .allMatch(transport -> transport.metrics().refusedHellos() >= 2));
        assertThat(listeners.get(0).connected).containsExactly(1);
        assertThat(listeners.get(2).connected).isEmpty();
        assertThat(listeners.get(3).connected).isEmpty();
        assertThat(transports.getFirst().send(1, TrafficClass.CONSENSUS, frame(5))).isTrue();
        await().until(() -> listeners.get(1).received.size() == 1);
        // Whoever is linked is no trouble; of the others it is known what they are refused for.
        await().until(() -> transports.getFirst().troubles().stream()
                .filter(trouble -> trouble.reason().contains("protocolVersion differs"))
                .map(LinkTrouble::replica).toList().equals(List.of(2, 3)));
    }

    /** Why there is no link is told until there is one. */
    @Test
    void tellsWhyALinkIsMissingUntilItIsThere() throws IOException {
        TlsNetwork network = TlsNetwork.of(2);
        RecordingListener zero = new RecordingListener();
        RecordingListener one = new RecordingListener();
        Transport a = start(network.transport(0), zero);
        await().until(() -> a.troubles().stream().anyMatch(trouble -> trouble.replica() == 1
                && trouble.reason().startsWith("cannot connect to ")));
        start(network.transport(1), one);
        awaitLinks(zero, one);
        await().until(() -> a.troubles().isEmpty());
    }

    @Test
    void aTroubleIsShortAndPrintable() {
        LinkTrouble trouble = new LinkTrouble(1, "\u001b[31mé" + "x".repeat(1_000), 0);
        assertThat(trouble.reason()).startsWith("?[31m?x").hasSize(LinkTrouble.REASON_LENGTH_MAX);
    }

    /** Garbage, silent and half-finished connections neither reach the listener nor delay a member. */
    @Test
    void survivesGarbageAndAFloodOfConnections() throws IOException {
        TlsNetwork network = TlsNetwork.of(2);
        TlsTransportConfig.Limits limits = new TlsTransportConfig.Limits(1 << 20, 1 << 20, 1 << 20,
                1 << 20, 1_000, 16,
                200, 2_000, 200);
        RecordingListener zero = new RecordingListener();
        RecordingListener one = new RecordingListener();
        Transport b = start(network.transport(1, TlsNetwork.IDENTITY, network.identity(1), limits),
                one);
        List<Socket> sockets = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 80; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), network.port(1));
            sockets.add(socket);
            if (i % 2 == 0) {
                byte[] garbage = new byte[200];
                random.nextBytes(garbage);
                socket.getOutputStream().write(garbage);
            }
        }
        await().until(() -> b.metrics().evictedHandshakes() + b.metrics().failedHandshakes() >= 60);
        Transport a = start(network.transport(0, TlsNetwork.IDENTITY, network.identity(0), limits),
                zero);
        awaitLinks(zero, one);
        a.send(1, TrafficClass.CONSENSUS, frame(50));
        await().until(() -> one.received.size() == 1);
        await().until(() -> b.metrics().failedHandshakes() >= 80);
        for (Socket socket : sockets) {
            socket.close();
        }
        assertThat(b.connected()).containsExactly(0);
    }

    @Test
    void staysUpWhileIdle() throws Exception {
        TlsNetwork network = TlsNetwork.of(2);
        TlsTransportConfig.Limits limits = new TlsTransportConfig.Limits(1 << 20, 1 << 20, 1 << 20,
                1 << 20, 1_000, 16,
                50, 300, 200);
        RecordingListener zero = new RecordingListener();
        RecordingListener one = new RecordingListener();
        Transport a = start(network.transport(0, TlsNetwork.IDENTITY, network.identity(0), limits),
                zero);
        start(network.transport(1, TlsNetwork.IDENTITY, network.identity(1), limits), one);
        awaitLinks(zero, one);
        await().during(Duration.ofMillis(700)).until(() -> zero.connected.contains(1));
        assertThat(a.metrics().reconnects()).isZero();
    }

    @Test
    void saysWhyItCannotListen() throws IOException {
        TlsNetwork network = TlsNetwork.of(1);
        start(network.transport(0), new RecordingListener());
        assertThatThrownBy(() -> network.transport(0).start(new RecordingListener()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:");
    }

    private Transport start(Transport transport, RecordingListener listener) {
        open.add(transport);
        transport.start(listener);
        return transport;
    }

    private static void awaitLinks(RecordingListener zero, RecordingListener one) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> zero.connected.contains(1)
                && one.connected.contains(0));
    }

    private static List<Bytes> frames(int[] sizes) {
        List<Bytes> frames = new ArrayList<>();
        for (int size : sizes) {
            frames.add(frame(size));
        }
        return frames;
    }

    private static Bytes frame(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}
