package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.MemberRegistry;
import io.quorate.genesis.KeyGenerator;
import io.quorate.genesis.TlsKeyPair;
import io.quorate.genesis.ValidatorKey;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.NodeKey;
import io.quorate.it.support.Load;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import io.quorate.node.members.NodeFile;
import io.quorate.node.members.SystemCall;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Organisations change who orders by votes, on processes and under load: from four validators to seven, with new keys for
 * old ones, and back to four, one of which is dead by then. No process but those of changed keys is started again.
 */
class MembersIT {
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final long GAS = 4_000_000;

    @TempDir
    Path folder;

    private final List<Node> nodes = new ArrayList<>();
    private final List<Wallet> admins = new ArrayList<>();
    private int proposals;

    /** One process, by its number in the registry. */
    private record Node(Path config, RpcClient rpc, ProductProcess process) {}

    @Test
    void growsRotatesAndShrinksByVotes() throws Exception {
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4)) {
            for (int i = 0; i < 4; i++) {
                admins.add(new Wallet(Files.readString(network.replicaFolder(i)
                        .resolve("admin.key")).strip(), NodeNetwork.CHAIN_ID));
            }
            network.start(4);
            for (int i = 0; i < 4; i++) {
                nodes.add(new Node(network.replicaFolder(i).resolve("quorate.toml"),
                        network.rpc(i), network.replica(i)));
            }
            Wallet clients = Wallet.unfunded(NodeNetwork.CHAIN_ID);
            JsonNode early = send(clients.signPing());
            try (Load load = Load.start(Wallet.unfunded(NodeNetwork.CHAIN_ID),
                    List.of(nodes.get(0).rpc, nodes.get(1).rpc, nodes.get(2).rpc))) {
                joinsByTheCommands();
                growsToSevenWithNewKeys();
                shrinksToFour();
                load.stop();
                // Of a replica that was started again, or while a leader is dead, it may not know yet what became of one.
                assertThat(load.refusals()).allMatch(refusal -> refusal.contains("nonce too low")
                        || refusal.contains("already known")
                        || refusal.contains("admitted but is in no block after"));
                assertThat(load.acknowledged().values()).isNotEmpty()
                        .allMatch(receipt -> receipt.get("status").asText().equals("0x1"));
            }
            JsonNode late = send(clients.signPing());
            awaitSameHead(0, 1, 2, 5);
            certified(early, "epoch 0");
            certified(late, "epoch 4");
            verifiesItsData();
        } finally {
            nodes.forEach(node -> node.process.close());
        }
    }

    /** The fifth, by what operators and admins type. */
    private void joinsByTheCommands() throws Exception {
        Path joiner = prepare("joiner-4");
        String list = said("members", "list", "--rpc", nodes.get(1).rpc.url());
        assertThat(list).contains("replica-3", "validator", "active");
        String[] propose = {"members", "propose", "add", "--node",
                joiner.resolve("node.json").toString(), "--account",
                nodes.get(0).config.resolveSibling("admin.key").toString(), "--rpc",
                nodes.get(0).rpc.url()};
        assertThat(said(propose)).contains("addNode", "5 validators (1 joining, 0 leaving)",
                "those who stay are a quorum", "nothing was done");
        assertThat(said(concat(propose, "--yes"))).contains("proposal 1 is open");
        assertThat(said("members", "status", "--rpc", nodes.get(0).rpc.url()))
                .contains("1 open", "add joiner-4", "1 of 3 approvals");
        assertThat(said("members", "approve", "1", "--account",
                nodes.get(1).config.resolveSibling("admin.key").toString(), "--rpc",
                nodes.get(1).rpc.url())).contains("2 of 3 approvals");
        assertThat(said("members", "approve", "1", "--account",
                nodes.get(2).config.resolveSibling("admin.key").toString(), "--rpc",
                nodes.get(2).rpc.url())).contains("members execute 1");
        assertThat(said("members", "execute", "1", "--account",
                nodes.get(0).config.resolveSibling("admin.key").toString(), "--rpc",
                nodes.get(0).rpc.url(), "--yes")).contains("done");
        proposals = 1;
        JsonNode status = new ObjectMapper().readTree(
                said("members", "status", "--json", "--rpc", nodes.get(3).rpc.url()));
        assertThat(status.path("waiting").asInt()).isEqualTo(1);
        assertThat(status.at("/plan/n").asInt()).isEqualTo(5);
        assertThat(status.has("nextEpoch")).isFalse(); // it waits for the joiner

        admins.get(0).skip(2);
        admins.get(1).skip(1);
        admins.get(2).skip(1);
        launch(joiner, 4);
        awaitEpoch(1, 0, 1, 2, 3, 4);
        awaitVoting(4);
    }

    /** Two more at once; the TLS key of one and the consensus key of another of the first four change with the same epoch. */
    private void growsToSevenWithNewKeys() throws Exception {
        Path five = prepare("joiner-5");
        Path six = prepare("joiner-6");
        Path keys = Files.createDirectory(folder.resolve("new-keys"));
        KeyGenerator generator = new KeyGenerator(new SecureRandom());
        TlsKeyPair tls = generator.newTlsKeyPair("replica-1", "127.0.0.1");
        tls.write(keys.resolve("tls.key"), keys.resolve("tls.crt"));
        ValidatorKey consensus = generator.newValidatorKey();
        consensus.write(keys.resolve("key"));
        NodeKey next = Keys.inMemory(consensus.privateKey());
        restart(2, Map.of("QUORATE_KEYS_NEXT_VALIDATOR", keys.resolve("key").toString()));

        decide(NodeFile.read(five.resolve("node.json")).toCall(),
                NodeFile.read(six.resolve("node.json")).toCall(),
                SystemCall.rotateTlsKey(1, TlsIdentity
                        .load(keys.resolve("tls.crt"), keys.resolve("tls.key")).keyPin()),
                SystemCall.rotateConsensusKey(2, NodeFile.compressed(next),
                        NodeFile.possession(next, NodeNetwork.CHAIN_ID, 3), Bytes.EMPTY,
                        Bytes.EMPTY));
        launch(five, 5);
        launch(six, 6);
        Poll.until("an epoch that is fixed", LIMIT,
                () -> registry().requests().pending() || registry().current().number() == 2,
                this::describe);
        restart(1, Map.of("QUORATE_NODE_MEMBER", "1", "QUORATE_KEYS_TLS_KEY",
                keys.resolve("tls.key").toString(), "QUORATE_KEYS_TLS_CERTIFICATE",
                keys.resolve("tls.crt").toString()));
        awaitEpoch(2, 0, 1, 2, 3, 4, 5, 6);
        for (int i : new int[]{1, 2, 5, 6}) {
            awaitVoting(i);
        }
    }

    /** Two leave at once, one of them dead; then one more. */
    private void shrinksToFour() throws Exception {
        nodes.get(3).process.killHard();
        decide(SystemCall.removeNode(3), SystemCall.removeNode(4));
        awaitEpoch(3, 0, 1, 2, 5, 6);
        awaitPrinted(4, "this node has left the validators");
        decide(SystemCall.removeNode(6));
        awaitEpoch(4, 0, 1, 2, 5);
        awaitVoting(5);
        decideNothing();
        assertThat(registry().current().number()).isEqualTo(4);
        assertThat(registry().nodes()).extracting(MemberRegistry.Node::number)
                .containsExactly(0, 1, 2, 5);
        assertThat(registry().nodes()).extracting(MemberRegistry.Node::stage)
                .containsOnly(MemberRegistry.Stage.ACTIVE);
    }

    /** The Registry is told of an epoch with its first block. */
    private void decideNothing() {
        JsonNode receipt = nodes.get(0).rpc.call("eth_sendRawTransactionSync",
                Wallet.unfunded(NodeNetwork.CHAIN_ID).signPing());
        assertThat(receipt.get("status").asText()).isEqualTo("0x1");
    }

    private Path prepare(String name) throws InterruptedException {
        int port = Ports.free(2);
        said("members", "prepare", "--dir", name, "--genesis", "net/genesis.json",
                "--organisation", "2", "--name", name, "--endpoint", "127.0.0.1:" + port,
                "--rpc-port", String.valueOf(port + 1));
        return folder.resolve(name);
    }

    private void launch(Path joiner, int number) throws IOException {
        Map<String, String> environment = Map.of("QUORATE_NODE_MEMBER", String.valueOf(number));
        Path config = joiner.resolve("quorate.toml");
        String port = Files.readAllLines(config).stream().dropWhile(line -> !line.equals("[rpc]"))
                .filter(line -> line.startsWith("port = ")).findFirst().orElseThrow()
                .replaceAll("\\D", "");
        assertThat(nodes).hasSize(number);
        nodes.add(new Node(config, new RpcClient("http://127.0.0.1:" + port),
                process(config, environment).awaitReady()));
    }

    private void restart(int number, Map<String, String> environment)
            throws InterruptedException {
        Node node = nodes.get(number);
        assertThat(node.process.terminate()).isZero();
        nodes.set(number, new Node(node.config, node.rpc,
                process(node.config, environment).awaitReady()));
    }

    private ProductProcess process(Path config, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("QUORATE_RPC_GROUPS", "*");
        return ProductProcess.start(folder, all, "node", "--config", config.toString());
    }

    /** Three of four organisations vote for it and it is carried out. */
    private void decide(SystemCall... actions) {
        long id = ++proposals;
        succeed(0, SystemCall.propose(List.of(actions), "proposal " + id, false));
        succeed(1, SystemCall.approve(id));
        succeed(2, SystemCall.approve(id));
        succeed(0, SystemCall.execute(id));
    }

    private void succeed(int admin, SystemCall call) {
        JsonNode receipt = send(admins.get(admin).sign(call.to().toString(), BigInteger.ZERO,
                call.data().toHexString(), GAS));
        assertThat(receipt.get("status").asText()).as(call.name()).isEqualTo("0x1");
    }

    private JsonNode send(String raw) {
        return nodes.get(0).rpc.call("eth_sendRawTransactionSync", raw, 60_000);
    }

    private MemberRegistry registry() {
        return new MemberRegistry(slot -> UInt256.fromHex(nodes.get(0).rpc.call(
                "eth_getStorageAt", MemberRegistry.ADDRESS.toString(), slot.toHash().toString(),
                "latest").asText()));
    }

    private void awaitEpoch(long epoch, int... numbers) {
        for (int number : numbers) {
            Poll.until("epoch " + epoch + " at node " + number, LIMIT,
                    () -> health(number).path("epoch").asLong() >= epoch, this::describe);
        }
    }

    private void awaitVoting(int number) {
        Poll.until("a vote of node " + number, LIMIT,
                () -> !health(number).path("status").asText().equals("learner"), this::describe);
    }

    private void awaitPrinted(int number, String text) {
        Poll.until("'" + text + "' from node " + number, LIMIT,
                () -> nodes.get(number).process.printed().contains(text), this::describe);
    }

    private JsonNode health(int number) {
        try {
            return new ObjectMapper().readTree(nodes.get(number).rpc.page("/health"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void awaitSameHead(int... numbers) {
        Poll.until("one head", LIMIT, () -> {
            List<String> heads = new ArrayList<>();
            for (int number : numbers) {
                heads.add(nodes.get(number).rpc.call("eth_getBlockByNumber", "latest", false)
                        .get("hash").asText());
            }
            return heads.stream().distinct().count() == 1;
        }, this::describe);
    }

    /** With the genesis file alone, across all epochs. */
    private void certified(JsonNode receipt, String epoch) throws Exception {
        String file = "proof-" + epoch.replace(' ', '-') + ".json";
        said("audit", "prove", "--rpc", nodes.get(5).rpc.url(), "--transaction",
                receipt.get("transactionHash").asText(), "--out", file);
        assertThat(said("verify", "proof", file, "--genesis", "net/genesis.json"))
                .contains("validators of " + epoch, "it succeeded");
    }

    /** What a replica stored follows from its genesis, and so do the blocks in another folder. */
    private void verifiesItsData() throws Exception {
        assertThat(nodes.get(0).process.terminate()).isZero();
        Path data = nodes.get(0).config.resolveSibling("data");
        said("verify", "--data-dir", data.toString(), "--genesis", "net/genesis.json");
        said("export", "--data-dir", data.toString(), "--genesis", "net/genesis.json", "--from",
                "1", "--certificates", "certs.rlp", "chain.rlp");
        assertThat(said("import", "--genesis", "net/genesis.json", "--data-dir", "copy",
                "--certificates", "certs.rlp", "chain.rlp")).contains("head ");
    }

    private String said(String... arguments) throws InterruptedException {
        ProductProcess.Finished finished = ProductProcess.run(folder, arguments);
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        return finished.output();
    }

    private static String[] concat(String[] some, String more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.add(more);
        return all.toArray(String[]::new);
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < nodes.size(); i++) {
            text.append("--- node ").append(i).append(": ")
                    .append(nodes.get(i).process.describe()).append('\n');
        }
        return text.toString();
    }
}
