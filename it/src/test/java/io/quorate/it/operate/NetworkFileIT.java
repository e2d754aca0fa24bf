package io.quorate.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.Load;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Ports;
import io.quorate.it.support.Wallet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network is described by a file, and becomes what the file says once its organisations approved. */
class NetworkFileIT {
    private static final int SAME = 0;
    private static final int FAILED = 1;
    private static final int DIFFERENT = 2;

    @TempDir
    Path folder;

    @Test
    void becomesWhatTheFileSays() throws Exception {
        try (Fleet fleet = Fleet.start(folder);
                Load load = Load.start(
                        Wallet.unfunded(NodeNetwork.CHAIN_ID),
                        List.of(fleet.rpc(0), fleet.rpc(2)))) {
            String rpc = fleet.rpc(0).url();
            String exported = fleet.said("network", "export", "--rpc", rpc);
            write(exported);
            assertThat(plan(fleet, SAME)).contains("no difference");
            refusesWhatItDoesNotKnow(fleet, exported);

            int port = Ports.free(1);
            String endpoint = "127.0.0.1:" + port;
            write(exported.replaceFirst("max-batch-bytes = \\d+", "max-batch-bytes = 524288")
                    .replaceFirst("(?s)(number = 1\norganisation = 2\n.*?)endpoint = \"[^\"]*\"",
                            "$1settings = \"net/replica-1/quorate.toml\"\nendpoint = \""
                                    + endpoint + "\""));
            assertThat(plan(fleet, DIFFERENT)).contains("max-batch-bytes", "524288", "node 1",
                    endpoint, "2 calls, 3 of 4 organisations must approve", "3 are a quorum");
            JsonNode json = new ObjectMapper().readTree(fleet.said(DIFFERENT, "network", "plan",
                    "network.toml", "--json", "--rpc", rpc));
            assertThat(json.path("changes")).hasSize(2);
            assertThat(json.at("/votes/needed").asInt()).isEqualTo(3);
            assertThat(json.at("/after/quorum").asInt()).isEqualTo(3);

            assertThat(apply(fleet, FAILED, 1, "--rpc", "http://127.0.0.1:1"))
                    .contains("No replica answers");
            assertThat(fleet.said(DIFFERENT, "network", "apply", "network.toml", "--rpc", rpc))
                    .contains("nothing was done");
            assertThat(apply(fleet, DIFFERENT, 1, "--rpc", rpc)).contains("1 of 3 approvals",
                    "members approve 1");
            assertThat(apply(fleet, DIFFERENT, 1, "--rpc", rpc)).as("no second proposal")
                    .contains("proposal 1 has 1 of 3");
            assertThat(plan(fleet, DIFFERENT)).contains("1 of 3 approvals");
            fleet.said("members", "approve", "1", "--account", fleet.admin(3), "--rpc", rpc);
            assertThat(apply(fleet, SAME, 2, "--rpc", rpc)).contains("proposal 1 is carried out",
                    "p2p.port = " + port);
            assertThat(plan(fleet, SAME)).contains("no difference");
            assertThat(Files.readString(folder.resolve("net/replica-1/quorate.toml")))
                    .contains("\nport = " + port + "\n").contains("# ");

            fleet.stop(1);
            fleet.begin(1, fleet.config(1), Map.of());
            Poll.until("the epoch with the new limit", Fleet.LIMIT,
                    () -> fleet.health(1).path("epoch").asInt() >= 1, fleet::describe);
            fleet.stop(3); // now the one that moved is needed
            int goal = load.count() + 5;
            Poll.until("receipts with the moved one's vote", Fleet.LIMIT,
                    () -> load.count() >= goal, fleet::describe);
            load.stop();
        }
    }

    private void refusesWhatItDoesNotKnow(Fleet fleet, String exported) throws Exception {
        write(exported.replaceFirst("window = ", "windwo = "));
        assertThat(plan(fleet, FAILED)).contains("network.toml:6: windwo is unknown in limits;"
                + " expected one of in-flight, max-batch-bytes, window.");
        write(exported.replaceFirst("window = \\d+", "window = 4096"));
        assertThat(plan(fleet, FAILED))
                .contains(
                        "network.toml:6: limits.window is 4096; expected a number from 1 to 1024");
        write(exported.replaceFirst("chain-id = \\d+", "chain-id = 5"));
        assertThat(plan(fleet, FAILED)).contains("The file is of chain 5");
        write(exported.replaceFirst("role = \"validator\"", "role = \"observer\""));
        assertThat(plan(fleet, FAILED)).contains("node 0: role is validator");
        write(exported.substring(0, exported.lastIndexOf("[[nodes]]")));
        assertThat(plan(fleet, FAILED)).as("three validators")
                .contains("TooFewValidators(n 3, min 4)");
    }

    private void write(String text) throws Exception {
        Files.writeString(folder.resolve("network.toml"), text);
    }

    private static String plan(Fleet fleet, int exitCode) throws Exception {
        return fleet.said(exitCode, "network", "plan", "network.toml", "--rpc",
                fleet.rpc(0).url());
    }

    private static String apply(Fleet fleet, int exitCode, int organisation, String... more)
            throws Exception {
        return fleet.said(exitCode, "network", "apply", "network.toml", "--yes", "--account",
                fleet.admin(organisation), more[0], more[1]);
    }
}
