package io.quorate.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.it.support.DataFolders;
import io.quorate.it.support.Load;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Ports;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations of docs/operating.md, one after another on a network under load: no transaction is lost. */
class RunbookIT {
    private static final int RECEIPTS = 3;
    private static final Map<String, String> PRUNED = Map.of("QUORATE_STORAGE_MODE", "pruned",
            "QUORATE_STORAGE_BLOCKS_KEPT", "256", "QUORATE_SYNC_SNAPSHOT_INTERVAL", "64",
            "QUORATE_SYNC_SLOTS_KEPT", "384");
    /** Of a replica that is stopped or just back: the same transaction is asked for again elsewhere. */
    private static final Pattern PASSING = Pattern.compile(
            "nonce too low|already known|admitted but is in no block after|stopping|not ready");

    @TempDir
    Path folder;

    private Fleet fleet;
    private Load load;

    @Test
    void everyOperationKeepsEveryTransaction() throws Exception {
        Path other = OtherBuild.make(folder.resolve("other"));
        try (Fleet four = Fleet.start(folder);
                Load steady = Load.start(
                        Wallet.unfunded(NodeNetwork.CHAIN_ID),
                        List.of(four.rpc(0), four.rpc(1), four.rpc(2)))) {
            fleet = four;
            load = steady;
            goesOn();
            upgradesAndGoesBack(other);
            changesALimit();
            movesADataFolder();
            restoresOnANewMachine();
            replacesAReplica();
            prunes();
            load.stop();
            everyReceiptIsThere();
            chainsAreEqual();
        }
    }

    private void goesOn() {
        int goal = load.count() + RECEIPTS;
        Poll.until("receipts", Fleet.LIMIT, () -> load.count() >= goal,
                () -> load.refusals() + "\n" + fleet.describe());
    }

    /** One after another, each once the one before takes part; the same way back. */
    private void upgradesAndGoesBack(Path other) throws Exception {
        for (int i = 0; i < 4; i++) {
            fleet.stop(i);
            fleet.begin(i, fleet.config(i), Map.of(), other);
            fleet.awaitOk(i);
            assertThat(fleet.rpc(i).call("web3_clientVersion").asText())
                    .contains("/v" + OtherBuild.VERSION + "/");
            goesOn();
        }
        for (int i = 0; i < 4; i++) {
            fleet.stop(i);
            fleet.begin(i, fleet.config(i), Map.of());
            assertThat(fleet.rpc(i).call("web3_clientVersion").asText())
                    .doesNotContain(OtherBuild.VERSION);
        }
        goesOn();
    }

    /** By a network file and three organisations' votes. */
    private void changesALimit() throws Exception {
        String file = fleet.said("network", "export", "--rpc", fleet.rpc(0).url());
        Files.writeString(folder.resolve("network.toml"),
                file.replaceFirst("max-batch-bytes = \\d+", "max-batch-bytes = 524288"));
        assertThat(apply()).contains("is carried out");
        Poll.until("the next epoch", Fleet.LIMIT,
                () -> fleet.health(0).path("epoch").asInt() == 1, fleet::describe);
        goesOn();
        assertThat(fleet.said("network", "plan", "network.toml", "--rpc", fleet.rpc(3).url()))
                .contains("no difference");
    }

    private String apply() throws Exception {
        return fleet.said("network", "apply", "network.toml", "--yes", "--account",
                fleet.admin(1), "--account", fleet.admin(2), "--account", fleet.admin(3),
                "--rpc", fleet.rpc(0).url());
    }

    private void movesADataFolder() throws Exception {
        fleet.stop(2);
        Path moved = folder.resolve("new-disk");
        Files.move(fleet.config(2).resolveSibling("data"), moved);
        set(fleet.config(2), "data-dir", "\"" + moved + "\"");
        fleet.begin(2, fleet.config(2), Map.of());
        goesOn();
    }

    /** From a snapshot, with the keys and without the ordering log: it votes once an epoch names its new one. */
    private void restoresOnANewMachine() throws Exception {
        fleet.said("snapshot", "create", "backup", "--data-dir",
                fleet.config(0).resolveSibling("data").toString(), "--genesis",
                "net/genesis.json");
        assertThat(fleet.said("snapshot", "verify", "backup", "--genesis", "net/genesis.json"))
                .contains("sound: ");
        fleet.stop(3);
        Path lost = fleet.config(3).getParent();
        DataFolders.delete(lost.resolve("data"));
        Path machine = folder.resolve("net/machine-3");
        Files.move(lost, machine); // its keys came from the copy that was kept apart
        fleet.said("snapshot", "restore", "backup", "--genesis", "net/genesis.json",
                "--data-dir", machine.resolve("data").toString());
        fleet.begin(3, machine.resolve("quorate.toml"), Map.of(),
                Fleet.BUILD);
        Poll.until("it follows", Fleet.LIMIT,
                () -> fleet.health(3).path("status").asText().equals("learner"), fleet::describe);
        String log = found(fleet.process(3).printed(), "incarnation=(0x)?([0-9a-f]{32})");
        String[] rpc = {"--rpc", fleet.rpc(0).url()};
        String proposed = fleet.said("members", "propose", "rotate", "--number", "3",
                "--incarnation", log, "--account", fleet.admin(1), "--yes", rpc[0], rpc[1]);
        String id = found(proposed, "proposal (\\d+) is open");
        for (int organisation : new int[]{2, 3}) {
            fleet.said("members", "approve", id, "--account", fleet.admin(organisation), rpc[0],
                    rpc[1]);
        }
        fleet.said("members", "execute", id, "--account", fleet.admin(1), "--yes", rpc[0],
                rpc[1]);
        fleet.awaitOk(3);
        goesOn();
    }

    /** What the last group stands for. */
    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(matcher.groupCount());
    }

    /** One joins and one leaves by the same vote. */
    private void replacesAReplica() throws Exception {
        int port = Ports.free(2);
        fleet.said("members", "prepare", "--dir", "net/node-4", "--genesis", "net/genesis.json",
                "--organisation", "4", "--name", "node-4", "--endpoint", "127.0.0.1:" + port,
                "--rpc-port", String.valueOf(port + 1));
        String file = fleet.said("network", "export", "--rpc", fleet.rpc(0).url());
        int last = file.lastIndexOf("[[nodes]]");
        assertThat(file.substring(last)).contains("number = 3\n");
        Files.writeString(folder.resolve("network.toml"), file.substring(0, last)
                + "[[nodes]]\nfile = \"net/node-4/node.json\"\n"
                + "settings = \"net/node-4/quorate.toml\"\n");
        assertThat(apply()).contains("is carried out", "node.member = 4");
        int joined = fleet.add(folder.resolve("net/node-4/quorate.toml"));
        fleet.process(joined).awaitReady();
        fleet.awaitOk(joined);
        Poll.until("the old one has left", Fleet.LIMIT, () -> fleet.process(3).printed()
                .contains("this node has left the validators"), fleet::describe);
        fleet.stop(3);
        goesOn();
    }

    private void prunes() throws Exception {
        fleet.stop(1);
        fleet.begin(1, fleet.config(1), PRUNED);
        Poll.until("old blocks are gone", Fleet.LIMIT, () -> oldest(fleet.rpc(1)) > 1,
                fleet::describe);
        goesOn();
    }

    private static long oldest(RpcClient rpc) {
        return RpcClient.quantity(rpc.call("eth_getBlockByNumber", "earliest", false)
                .get("number"));
    }

    private void everyReceiptIsThere() {
        assertThat(load.refusals()).allMatch(refusal -> PASSING.matcher(refusal).find());
        assertThat(load.count()).isPositive();
        for (Map.Entry<String, JsonNode> one : load.acknowledged().entrySet()) {
            for (int i : new int[]{0, 2}) {
                assertThat(fleet.rpc(i).receipt(one.getKey())).contains(one.getValue());
            }
        }
    }

    private void chainsAreEqual() {
        long head = fleet.rpc(0).blockNumber();
        List<Integer> left = List.of(1, 2, 4);
        Poll.until("the same height", Fleet.LIMIT, () -> left.stream()
                .allMatch(i -> fleet.rpc(i).blockNumber() >= head), fleet::describe);
        for (int i : left) {
            for (long number = Math.max(1, oldest(fleet.rpc(i))); number <= head; number++) {
                String quantity = "0x" + Long.toHexString(number);
                assertThat(fleet.rpc(i).call("eth_getBlockByNumber", quantity, false))
                        .as("block %s of %s", number, i)
                        .isEqualTo(fleet.rpc(0).call("eth_getBlockByNumber", quantity, false));
            }
        }
    }

    /** As an operator edits a line. */
    private static void set(Path config, String key, String value) throws IOException {
        Files.writeString(config, Files.readString(config)
                .replaceFirst("(?m)^" + key + " = .*$",
                        Matcher.quoteReplacement(key + " = " + value)));
    }
}
