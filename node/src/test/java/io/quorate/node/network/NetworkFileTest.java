package io.quorate.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.execution.MemberRegistry;
import io.quorate.node.OperatorException;
import io.quorate.node.members.ChainRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file is taken for what it says or refused with the line, and compared key by key. */
class NetworkFileTest {
    private static final String NAME = "a \"bank\" \\ of\nZürich";

    @TempDir
    Path folder;

    @Test
    void whatIsExportedAsksForNothing() throws IOException {
        assertThat(plan(NetworkText.of(state())).changes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "chain-id = 7 | chain-id = 8 | of chain 8",
            "window = 64 | windwo = 64 | network.toml:6: windwo is unknown in limits; expected one of in-flight, max-batch-bytes, window",
            "window = 64 | window = 0 | network.toml:6: limits.window is 0; expected a number from 1 to 1024",
            "window = 64 | window = \"64\" | expected a number from 1 to 1024",
            "quorum = \"2/3\" | quorum = \"1/3\" | expected a fraction from 1/2 on",
            "enforce = [] | enforce = [\"all\"] | a list of senders, deployers, contracts, readers",
            "number = 3 | number = 4 | node 4, which is not in the registry",
            "number = 3 | # none | needs either number",
            "endpoint = \"r3:1\" | endpoint = \"r3.example\" | node 3: endpoint is \"r3.example\"; expected host:port",
            "endpoint = \"r3:1\" | endpoint = \"r3:0\" | expected host:port",
            "[limits] | [limit] | network.toml:4: limit is unknown; expected one of chain-id",
            "[limits] | [limits | not valid TOML",
            "role = \"validator\" | role = \"observer\" | node 3: role is validator and cannot become observer",
            "consensus-key = \"0x02 | consensus-key = \"0x03 | name its file with validator-key"})
    void refusesWithTheReason(String from, String to, String reason) {
        assertThatThrownBy(() -> plan(NetworkText.of(state()).replace(from, to)))
                .isInstanceOf(OperatorException.class).hasMessageContaining(reason);
    }

    @Test
    void callsOnceForAllParametersAndKeepsTheOrderOfChanges() throws IOException {
        NetworkPlan plan = plan(NetworkText.of(state()).replace("window = 64", "window = 32")
                .replace("c = 0", "c = 1").replace("quorum = \"2/3\"", "quorum = \"1/2\"")
                .replace("endpoint = \"r3:1\"", "endpoint = \"r3:2\""));

        assertThat(plan.changes()).extracting(Change::subject, Change::field, Change::then)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("node 3", "endpoint", "r3:2"),
                        org.assertj.core.groups.Tuple.tuple("limits", "window", "32"),
                        org.assertj.core.groups.Tuple.tuple("ordering", "c", "1"),
                        org.assertj.core.groups.Tuple.tuple("votes", "quorum", "1/2"));
        assertThat(plan.calls()).hasSize(3);
        assertThat(plan.callsLeft()).isZero();
    }

    @Test
    void whoIsMissingIsRemovedUnlessNobodyIsNamed() throws IOException {
        String text = NetworkText.of(state());
        assertThat(plan(text.substring(0, text.indexOf("[[nodes]]"))).changes()).isEmpty();
        NetworkPlan plan = plan(text.substring(0, text.indexOf("[[organisations]]"))
                + "[[organisations]]\nname = \"new\"\nadmins = [\"0x" + "11".repeat(20) + "\"]\n");
        assertThat(plan.changes()).extracting(Change::then).containsExactly("admitted", "removed");
    }

    @Test
    void changesOneLineOfSettings() {
        List<String> lines = List.of("# port = 1", "[p2p]", "host = \"h\"", "port = 5", "",
                "[rpc]", "port = 5");
        assertThat(SettingsFile.changed(lines, change("p2p", "port"))).containsExactly(
                "# port = 1", "[p2p]", "host = \"h\"", "port = 9", "", "[rpc]", "port = 5");
        assertThat(SettingsFile.changed(lines, change("p2p", "more"))).containsSubsequence(
                "port = 5", "more = 9", "", "[rpc]");
        assertThat(SettingsFile.changed(lines, change("node", "member")))
                .endsWith("[node]", "member = 9");
    }

    private static Change.InFile change(String section, String key) {
        return new Change.InFile("node 1", Path.of("quorate.toml"), section, key, "", "9");
    }

    private NetworkPlan plan(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("network.toml"), text);
        return NetworkPlan.between(state(), NetworkFile.read(file));
    }

    private static NetworkState state() {
        return new NetworkState(7, 12, new MemberRegistry.Parameters(0, 64, 16, 262_144, 1, false),
                new ChainRules(2, 3, 604_800, 0, 15, 3),
                List.of(new MemberRegistry.Organisation(1, 1, NAME)),
                List.of(new MemberRegistry.Node(3, 1, MemberRegistry.Role.VALIDATOR,
                        MemberRegistry.Stage.ACTIVE, true, 1,
                        Bytes.fromHexString("0x02" + "ab".repeat(32)), Hash.of(Bytes32.ZERO),
                        Address.ofLow(9), Bytes.wrap(new byte[16]), 1, NAME, "r3:1", "", "CH",
                        Bytes.EMPTY, Bytes.EMPTY)));
    }
}
