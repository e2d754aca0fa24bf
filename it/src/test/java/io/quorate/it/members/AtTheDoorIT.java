package io.quorate.it.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.Load;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Wallet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in: an observer, which never votes; nobody whose TLS key the registry does not have (any more); no absent joiner. */
class AtTheDoorIT {
    private static final int OBSERVER = 4;
    private static final int STRANGER = 9;
    private static final String KNOCKED = "quorate_handshakes_refused_total{reason=\"key\"";

    @TempDir
    private Path folder;

    @Test
    void observersStrangersAndThoseWhoNeverCome() throws Exception {
        try (GrowingNetwork network = GrowingNetwork.start(folder)) {
            Path observer = network.prepare("observer", 2, "--observer");
            network.decide("members", "propose", "add", "--node",
                    observer.resolve("node.json").toString());
            network.launch(observer, OBSERVER);
            follows(network);
            Path stranger = knocksInVain(network);
            comesBackWithAStolenKey(network, stranger, observer);
            isWaitedForAndGivenUp(network);
        }
    }

    private static void follows(GrowingNetwork network) {
        network.awaitHealth(OBSERVER, "being an observer",
                health -> health.path("status").asText().equals("observer"));
        network.ping(0);
        network.await("the head at the observer",
                () -> network.rpc(OBSERVER).blockNumber() == network
                        .rpc(0).blockNumber());
        network.ping(OBSERVER); // what it is sent is ordered by the others
        assertThat(network.metric(OBSERVER, "quorate_voting{")).isZero();
        assertThat(network.health(0).path("epoch").asInt()).isZero();
    }

    /** It has all that a node has, but for an entry in the registry, and says that it is the first, who dials the others. */
    private static Path knocksInVain(GrowingNetwork network) throws Exception {
        assertThat(knocks(network)).isZero();
        Path stranger = network.prepare("stranger", 2);
        network.launch(stranger, STRANGER, 0);
        network.await("a refusal that is counted", () -> knocks(network) > 0);
        assertThat(printed(network))
                .contains("refused a certificate whose key is not in the member set");
        assertThat(network.rpc(STRANGER).blockNumber()).isZero();
        return stranger;
    }

    /** Whoever has the TLS key of a node that was voted out is a stranger. */
    private static void comesBackWithAStolenKey(GrowingNetwork network, Path stranger,
            Path votedOut) throws Exception {
        network.decide("members", "remove", "--number", String.valueOf(OBSERVER));
        network.ping(0);
        assertThat(network.process(STRANGER).terminate()).isZero();
        for (String file : List.of("tls.key", "tls.crt")) {
            Files.copy(votedOut.resolve(file), stranger.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        double before = knocks(network);
        network.launch(stranger, STRANGER, 0);
        network.await("a refusal of the stolen key", () -> knocks(network) > before);
        assertThat(network.rpc(STRANGER).blockNumber()).isZero();
        assertThat(network.process(STRANGER).terminate()).isZero();
    }

    private static double knocks(GrowingNetwork network) {
        double all = 0;
        for (int i = 0; i < 4; i++) {
            all += network.metric(i, KNOCKED);
        }
        return all;
    }

    private static String printed(GrowingNetwork network) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append(network.process(i).printed());
        }
        return text.toString();
    }

    /** The epoch waits for a joiner that never shows up, the chain does not; another vote gives it up. */
    private static void isWaitedForAndGivenUp(GrowingNetwork network) throws Exception {
        Path absent = network.prepare("absent", 3);
        network.decide("members", "propose", "add", "--node",
                absent.resolve("node.json").toString());
        try (Load load = Load.start(Wallet.unfunded(NodeNetwork.CHAIN_ID),
                List.of(network.rpc(0), network.rpc(1)))) {
            long decided = (long) network.metric(0, "quorate_decided_seqnum{");
            // As far as an epoch would have come that did not wait.
            network.await("many slots",
                    () -> network.metric(0, "quorate_decided_seqnum{") > decided + 600);
            load.stop();
            assertThat(load.refusals()).isEmpty();
        }
        assertThat(network.json("members", "status").path("waiting").asInt()).isEqualTo(1);
        assertThat(network.health(0).path("epoch").asInt()).isZero();
        network.decide("members", "remove", "--number", "5");
        assertThat(network.json("members", "status").path("waiting").asInt()).isZero();
        assertThat(network.json("members", "status").at("/plan/n").asInt()).isEqualTo(4);
        network.ping(2);
    }
}
