package io.quorate.it.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bft.net.NetworkIdentity;
import io.quorate.bft.net.Peer;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.bft.net.TlsTransport;
import io.quorate.bft.net.TlsTransportConfig;
import io.quorate.bft.net.TrafficClass;
import io.quorate.bft.net.Transport;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.KeyGenerator;
import io.quorate.genesis.Validator;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Wallet;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes are broken in one way after another while they run. Each time the doctor gives the right code, names the
 * right replica, and says nothing is wrong once it is mended.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveOutagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    /** Loops until its gas is gone: JUMPDEST, PUSH0, JUMP. */
    private static final String BURNER = "0x5b5f56";
    private static final long GAS_MAX = 1 << 24;

    @TempDir
    private static Path folder;

    private static OutageNetwork network;

    @BeforeAll
    static void start() throws Exception {
        network = OutageNetwork.layOut(folder, 4);
        network.start(0, 1, 2, 3);
    }

    @AfterAll
    static void stop() throws Exception {
        network.close();
    }

    /** What a failed test left broken breaks no other one. */
    @BeforeEach
    void repair() throws Exception {
        network.repair();
    }

    private static void ping(int replica) {
        JsonNode receipt = network.rpc(replica).call("eth_sendRawTransactionSync",
                Wallet.unfunded(OutageNetwork.CHAIN_ID).signPing(), 60_000);
        assertThat(receipt.get("status").asText()).isEqualTo("0x1");
    }

    /** It is as it was before. */
    private static void mended() throws Exception {
        network.awaitWhole();
        ping(0);
        assertThat(network.doctor().codes()).isEmpty();
    }

    private static void again(int replica) throws Exception {
        network.stop(replica);
        network.start(replica);
        mended();
    }

    @Test
    @Order(1)
    void nothingIsWrong() throws Exception {
        OutageNetwork.Said said = network.doctor("--what-if", "lose=replica-3", "--what-if",
                "lose=replica-2,replica-3", "--what-if", "lose-host=127.0.0.1");
        assertThat(said.exitCode()).as(said.report().toPrettyString()).isZero();
        assertThat(said.report().at("/margin/more").asInt()).isEqualTo(1);
        assertThat(said.report().at("/margin/f").asInt()).isEqualTo(1);
        assertThat(said.report().get("next").isNull()).isTrue();
        assertThat(said.report().at("/whatIf/0/live").asBoolean()).isTrue();
        assertThat(said.report().at("/whatIf/0/more").asInt()).isZero();
        assertThat(said.report().at("/whatIf/0/fastPath").asBoolean()).isFalse();
        assertThat(said.report().at("/whatIf/1/live").asBoolean()).isFalse();
        assertThat(said.report().at("/whatIf/2/lost")).hasSize(4);
        ping(1);
        assertThat(network.doctorOf(0, 1, 2, 3).codes()).isEmpty();
    }

    @Test
    @Order(2)
    void aDeadLeaderAndTheOthersGoOn() throws Exception {
        int leader = network.health(1).get("leader").asInt();
        int other = (leader + 1) % 4;
        network.kill(leader);
        // They choose another one within seconds; until then each of them says so.
        Poll.until("the leader to be missed", LIMIT, () -> network.rpc(other).call("bft_explain")
                .get("findings").findValuesAsText("code").contains("LEADER_DOWN"),
                network::describe);
        ping(other);
        OutageNetwork.Said said = network.doctor().names("REPLICA_DOWN", leader);
        assertThat(said.report().get("verdict").asText()).isIn("idle", "making");
        assertThat(said.report().at("/margin/more").asInt()).isZero();
        assertThat(said.report().get("next").asText()).contains("./quorate node --config ",
                "net/replica-" + leader + "/quorate.toml");
        network.start(leader);
        mended();
    }

    @Test
    @Order(3)
    void moreThanFAreDown() throws Exception {
        network.kill(2);
        network.kill(3);
        OutageNetwork.Said said = network.await("QUORUM_LOST", network::doctor)
                .names("REPLICA_DOWN", 2, 3);
        assertThat(said.report().get("verdict").asText()).isEqualTo("stopped");
        assertThat(said.report().at("/margin/more").asInt()).isEqualTo(-1);
        assertThat(said.report().get("next").asText()).contains("replica-2/quorate.toml");
        // Without folders and the dead ones' addresses it can tell as much as that nobody hears them.
        OutageNetwork.Said outside = network.doctorOf(0, 1).names("LINK_DOWN", 2, 3);
        assertThat(outside.codes()).contains("QUORUM_LOST");
        JsonNode own = network.rpc(0).call("bft_explain");
        assertThat(own.get("findings").findValuesAsText("code")).contains("QUORUM_LOST",
                "LINK_DOWN");
        assertThat(own.get("margin").asInt()).isEqualTo(-1);
        network.start(2, 3);
        mended();
    }

    @Test
    @Order(4)
    void theLeaderIsAmongThoseThatAreDown() throws Exception {
        int leader = network.health(0).get("leader").asInt();
        int other = (leader + 1) % 4;
        network.kill(other);
        network.kill(leader);
        OutageNetwork.Said said = network.await("LEADER_DOWN", network::doctor)
                .names("REPLICA_DOWN", leader, other);
        // The view that the living wait for may have moved on, to the other dead one.
        assertThat(said.of("LEADER_DOWN").getFirst().get("replica").asInt()).isIn(leader, other);
        assertThat(said.codes()).contains("QUORUM_LOST");
        network.start(leader, other);
        mended();
    }

    @Test
    @Order(5)
    void theNetworkIsCut() throws Exception {
        for (int one : List.of(0, 1)) {
            for (int other : List.of(2, 3)) {
                network.links().cut(one, other);
            }
        }
        OutageNetwork.Said halves = network.await("PARTITION", network::doctor);
        assertThat(halves.report().get("verdict").asText()).isEqualTo("stopped");
        assertThat(halves.of("PARTITION").getFirst().get("text").asText())
                .contains("replica-0, replica-1 | replica-2, replica-3");
        assertThat(halves.codes()).doesNotContain("REPLICA_DOWN", "QUORUM_LOST");
        network.links().heal();
        mended();

        for (int other : List.of(0, 1, 2)) {
            network.links().cut(3, other);
        }
        OutageNetwork.Said alone = network.await("PARTITION", network::doctor)
                .names("PARTITION", 3);
        assertThat(alone.report().get("verdict").asText()).isNotEqualTo("stopped");
        network.links().heal();
        mended();

        network.links().cut(1, 2);
        OutageNetwork.Said link = network.await("LINK_DOWN", network::doctor);
        assertThat(link.of("LINK_DOWN").getFirst().get("text").asText()).contains("replica-1",
                "replica-2");
        network.links().heal();
        mended();
    }

    @Test
    @Order(6)
    void aReplicaStandsStill() throws Exception {
        network.signal(3, "STOP");
        try {
            network.await("REPLICA_STUCK", network::doctor).names("REPLICA_STUCK", 3);
        } finally {
            network.signal(3, "CONT");
        }
        mended();
    }

    @Test
    @Order(7)
    void aClockIsOff() throws Exception {
        network.stop(3);
        network.start(3, Map.of("QUORATE_JAVA_OPTS", "-Dquorate.rehearse.clock-millis=-60000"));
        network.await("CLOCK_OFF", network::doctor).names("CLOCK_OFF", 3);
        again(3);
    }

    @Test
    @Order(8)
    void aDiskIsSlow() throws Exception {
        network.stop(2);
        network.start(2, Map.of("QUORATE_JAVA_OPTS", "-Dquorate.rehearse.sync-millis=700"));
        network.awaitWhole();
        ping(0);
        network.await("SLOW_DISK", network::doctor).names("SLOW_DISK", 2);
        again(2);
    }

    /** The part of the heap that holds what lives long is made too small; the rest keeps the process alive. */
    @Test
    @Order(9)
    void memoryRunsOut() throws Exception {
        network.stop(1);
        network.start(1, Map.of("QUORATE_JAVA_OPTS",
                "-Xms44m -Xmx44m -XX:NewSize=31m -XX:MaxNewSize=31m"));
        network.awaitWhole();
        network.replica(1).liveHeapBytes(); // collects
        network.await("LOW_MEMORY", network::doctor).names("LOW_MEMORY", 1);
        again(1);
    }

    @Test
    @Order(10)
    void aNonceIsMissing() throws Exception {
        Wallet wallet = Wallet.unfunded(OutageNetwork.CHAIN_ID);
        String missing = wallet.signPing();
        network.rpc(2).call("eth_sendRawTransaction", wallet.signPing());
        OutageNetwork.Said said = network.await("NONCE_GAP", network::doctor);
        JsonNode gap = said.of("NONCE_GAP").getFirst();
        assertThat(gap.get("mend").asText()).containsIgnoringCase(wallet.address())
                .contains("nonce 0");
        assertThat(said.of("NONCE_GAP")).hasSize(1);
        assertThat(network.rpc(2).call("eth_sendRawTransactionSync", missing).get("status")
                .asText()).isEqualTo("0x1");
        mended();
    }

    @Test
    @Order(11)
    void aReplicaShowsAnotherKey() throws Exception {
        network.stop(3);
        Path keys = Files.createDirectory(folder.resolve("other-keys"));
        new KeyGenerator(new SecureRandom()).newTlsKeyPair("replica-3", "127.0.0.1")
                .write(keys.resolve("tls.key"), keys.resolve("tls.crt"));
        // With its number set it does not compare its key with the genesis file's.
        network.start(3, Map.of("QUORATE_NODE_MEMBER", "3", "QUORATE_KEYS_TLS_KEY",
                keys.resolve("tls.key").toString(), "QUORATE_KEYS_TLS_CERTIFICATE",
                keys.resolve("tls.crt").toString()));
        network.await("CERT_WRONG", () -> network.doctorOf(0, 1, 2, 3)).names("CERT_WRONG", 3);
        again(3);
    }

    @Test
    @Order(12)
    void aReplicaHasAnotherRule() throws Exception {
        network.stop(2);
        Path file = network.replicaFolder(2).resolve("genesis.json");
        Path kept = Files.copy(file, folder.resolve("genesis-kept.json"));
        network.editGenesis(2, genesis -> ((ObjectNode) genesis
                .at("/quorate/limits")).put("maxInFlight", 8));
        network.start(2, Map.of());
        OutageNetwork.Said live = network
                .await("GENESIS_DIFFERS", () -> network.doctorOf(0, 1, 2, 3))
                .names("GENESIS_DIFFERS", 2);
        assertThat(live.of("GENESIS_DIFFERS").getFirst().get("text").asText())
                .contains("limits.maxInFlight");
        Files.delete(file);
        Files.move(kept, file);
        again(2);
    }

    /** Somebody with the third replica's keys who speaks another version, as a newer program would. */
    @Test
    @Order(13)
    void aReplicaSpeaksAnotherVersion() throws Exception {
        network.stop(3);
        try (Transport newer = newer(3)) {
            newer.start(new Nobody());
            network.await("VERSION_MISMATCH", () -> network.doctorOf(0, 1, 2))
                    .names("VERSION_MISMATCH", 3);
        }
        network.start(3);
        mended();
    }

    private static Transport newer(int replica) throws Exception {
        Path own = network.replicaFolder(replica);
        Genesis genesis = Genesis.read(own.resolve("genesis.json"));
        List<Peer> peers = new ArrayList<>();
        for (Validator each : genesis.quorate().validators()) {
            peers.add(new Peer(peers.size(), each.endpoint().host(), each.endpoint().port(),
                    Bytes32.wrap(each.tlsFingerprint())));
        }
        return new TlsTransport(new TlsTransportConfig(replica, "127.0.0.1",
                network.p2pPort(replica),
                TlsIdentity.load(own.resolve("tls.crt"), own.resolve("tls.key")), peers,
                new NetworkIdentity(99, genesis.chainId(),
                        Bytes32.wrap(genesis.block().block().hash().toArray()), ""),
                TlsTransportConfig.Limits.DEFAULT));
    }

    private static final class Nobody implements Transport.Listener {
        @Override
        public void received(int from, TrafficClass trafficClass, Bytes frame) {
            throw new AssertionError("frames from " + from);
        }

        @Override
        public void connected(int replica) {
            throw new AssertionError("linked to " + replica);
        }

        @Override
        public void disconnected(int replica) {
            // there was no link
        }
    }

    /** The last: what waits is left to its fate. */
    @Test
    @Order(14)
    void moreComesInThanIsCarriedOut() throws Exception {
        Wallet wallet = Wallet.unfunded(OutageNetwork.CHAIN_ID);
        ArrayNode batch = new ObjectMapper().createArrayNode();
        for (int i = 0; i < 1_000; i++) {
            batch.addObject().put("jsonrpc", "2.0").put("id", i)
                    .put("method", "eth_sendRawTransaction").putArray("params")
                    .add(wallet.sign("", BigInteger.ZERO, BURNER, GAS_MAX));
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> sent = http.send(HttpRequest
                    .newBuilder(URI.create(network.rpc(0).url()))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(batch.toString())).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(sent.body()).doesNotContain("\"error\"");
        }
        OutageNetwork.Said said = network.await("OVERLOADED", network::doctor);
        assertThat(said.of("OVERLOADED").getFirst().get("text").asText())
                .contains("transactions wait");
        assertThat(said.codes()).doesNotContain("QUORUM_LOST", "REPLICA_DOWN");
    }
}
