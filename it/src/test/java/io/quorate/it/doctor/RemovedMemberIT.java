package io.quorate.it.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Wallet;
import io.quorate.node.members.SystemCall;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five organisations vote one of their replicas out. The doctor says so of it, whether it runs or not. */
class RemovedMemberIT {
    private static final int REMOVED = 4;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long GAS = 4_000_000;

    @Test
    void isToldThatItTakesNoPart(@TempDir Path folder) throws Exception {
        try (OutageNetwork network = OutageNetwork.layOut(folder, REMOVED + 1)) {
            network.start(0, 1, 2, 3, REMOVED);
            List<Wallet> admins = new ArrayList<>();
            for (int i = 0; i < REMOVED; i++) {
                admins.add(new Wallet(Files.readString(network.replicaFolder(i)
                        .resolve("admin.key")).strip(), OutageNetwork.CHAIN_ID));
            }
            vote(network, admins.get(0), SystemCall.propose(
                    List.of(SystemCall.removeNode(REMOVED)), "replica-4 leaves", false));
            for (Wallet other : admins.subList(1, REMOVED)) { // more than two thirds of five
                vote(network, other, SystemCall.approve(1));
            }
            vote(network, admins.get(0), SystemCall.execute(1));
            Poll.until("the epoch without it", LIMIT,
                    () -> network.health(0).get("epoch").asInt() == 1, network::describe);

            OutageNetwork.Said said = network.await("MEMBER_REMOVED", network::doctor)
                    .names("MEMBER_REMOVED", REMOVED);
            assertThat(said.report().at("/margin/n").asInt()).isEqualTo(REMOVED);
            assertThat(said.codes()).doesNotContain("REPLICA_DOWN", "PARTITION", "LINK_DOWN");

            network.stop(REMOVED);
            network.doctor().names("MEMBER_REMOVED", REMOVED);
            assertThat(network.doctorOf(0, 1, 2, 3).codes()).isEmpty();
        }
    }

    private static void vote(OutageNetwork network, Wallet admin, SystemCall call) {
        JsonNode receipt = network.rpc(0).call("eth_sendRawTransactionSync",
                admin.sign(call.to().toString(), BigInteger.ZERO, call.data().toHexString(), GAS),
                60_000);
        assertThat(receipt.get("status").asText()).as(call.name()).isEqualTo("0x1");
    }
}
