package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.contracts.wrappers.Counter;
import io.quorate.contracts.wrappers.Governance;
import io.quorate.contracts.wrappers.Permissions;
import io.quorate.evm.primitives.Address;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.GenesisBuilder;
import io.quorate.genesis.Members;
import io.quorate.genesis.Members.Role;
import io.quorate.genesis.Members.Rule;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.gas.StaticGasProvider;
import org.web3j.utils.Numeric;

/**
 * Four processes of a chain that begins with rules for senders, deployers and contracts: what is refused at the door, and how
 * admins and a vote change it.
 */
class PermissionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PERMISSIONS = "0x0000000000000000000000000000000000005101";
    private static final String GOVERNANCE = "0x0000000000000000000000000000000000005102";
    private static final int NOT_PERMITTED = -32007;
    private static final BigInteger DEPLOYER = BigInteger.TWO;
    private static final BigInteger SENDER = BigInteger.valueOf(4);
    private static final BigInteger FIRST_ORGANISATION = BigInteger.ONE;

    private final Wallet stranger = Wallet.unfunded(NodeNetwork.CHAIN_ID);
    private final Wallet sender = Wallet.unfunded(NodeNetwork.CHAIN_ID);
    private final Wallet deployer = Wallet.unfunded(NodeNetwork.CHAIN_ID);
    private final List<Wallet> admins = new ArrayList<>();

    @Test
    void rulesHoldOnAllReplicasAndChangeByVote(@TempDir Path folder) throws Exception {
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4)) {
            begin(folder.resolve("net/genesis.json"));
            for (int i = 0; i < 4; i++) {
                admins.add(new Wallet(Files.readString(network.replicaFolder(i)
                        .resolve("admin.key")).strip(), NodeNetwork.CHAIN_ID));
                execute(network.replicaFolder(i).resolve("quorate.toml"), i + 1);
            }
            network.start(4);
            refusesAtTheDoor(network);
            String counter = deploysAndCalls(network);
            anAdminChangesRoles(network);
            restrictsAContract(network, counter);
            dropsWhatLostItsPermission(network);
            aVoteEndsTheRules(network);
            network.awaitSameHead(LIMIT);
            assertThat(network.assertSameChain()).isGreaterThan(10);
        }
    }

    /** Rules are the same however a replica executes: on one to four threads, block over block. */
    private static void execute(Path config, int threads) throws Exception {
        String text = Files.readString(config);
        assertThat(text).contains("\nthreads = 1\n", "\noverlap = false\n");
        Files.writeString(config, text.replace("\nthreads = 1\n", "\nthreads = " + threads + "\n")
                .replace("\noverlap = false\n", "\noverlap = true\n"));
    }

    /** Enforces all, with two accounts more in the first organisation. */
    private void begin(Path file) throws Exception {
        Genesis genesis = Genesis.read(file);
        Members without = genesis.quorate().members().orElseThrow();
        String organisation = genesis.quorate().validators().getFirst().organisation();
        List<Members.Account> accounts = new ArrayList<>(without.accounts());
        accounts.add(new Members.Account(organisation, Address.fromHex(sender.address()),
                Set.of(Role.SENDER)));
        accounts.add(new Members.Account(organisation, Address.fromHex(deployer.address()),
                Set.of(Role.SENDER, Role.DEPLOYER)));
        Members with = new Members(accounts, Set.of(Rule.SENDERS, Rule.DEPLOYERS, Rule.CONTRACTS),
                without.numerator(), without.denominator(), without.proposalSeconds());
        Files.writeString(file, GenesisBuilder.forChain(NodeNetwork.CHAIN_ID)
                .quorate(genesis.quorate().withMembers(with)).toJson());
    }

    private void refusesAtTheDoor(NodeNetwork network) throws Exception {
        for (int i = 0; i < 4; i++) {
            JsonNode error = refused(network.rpc(i), stranger.signPing());
            assertThat(error.get("message").asText()).startsWith("sender not permitted: account ")
                    .contains(stranger.address());
            assertThat(network.rpc(i).page("/metrics")).containsPattern(
                    "quorate_refusals_total\\{at=\"client\",reason=\"sender_not_permitted\""
                            + ",replica=\"" + i + "\"\\} 1\\.0");
        }
        assertThat(refused(network.rpc(0), sender.sign(null, BigInteger.ZERO, Counter.BINARY,
                1_000_000)).get("message").asText()).startsWith("deployment not permitted: ");
        sender.rewind(0);
        stranger.rewind(0);
    }

    private static JsonNode refused(RpcClient rpc, String raw) {
        JsonNode error = rpc.answer("eth_sendRawTransaction", raw).get("error");
        assertThat(error).isNotNull();
        assertThat(error.get("code").asInt()).as(error.toString()).isEqualTo(NOT_PERMITTED);
        return error;
    }

    private static JsonNode done(NodeNetwork network, int replica, String raw) {
        String hash = network.rpc(replica).call("eth_sendRawTransaction", raw).asText();
        JsonNode receipt = network.awaitReceiptEverywhere(hash, LIMIT);
        assertThat(receipt.get("status").asText()).as(receipt.toString()).isEqualTo("0x1");
        return receipt;
    }

    private String deploysAndCalls(NodeNetwork network) {
        done(network, 1, sender.signPing());
        String counter = done(network, 2, deployer.sign(null, BigInteger.ZERO, Counter.BINARY,
                1_000_000)).get("contractAddress").asText();
        done(network, 3, sender.sign(counter, BigInteger.ZERO, "0xd09de08a", 100_000));
        // A call is made as its sender might make it; whoever names none asks on nobody's behalf.
        RpcClient rpc = network.rpc(0);
        Map<String, String> number = Map.of("to", counter, "data", "0x8381f58a");
        assertThat(RpcClient.quantity(rpc.call("eth_call", number, "latest"))).isEqualTo(1);
        Map<String, String> asStranger = Map.of("to", counter, "data", "0x8381f58a", "from",
                stranger.address());
        for (String method : List.of("eth_call", "eth_estimateGas")) {
            assertThat(rpc.answer(method, asStranger, "latest").get("error").get("code").asInt())
                    .as(method).isEqualTo(NOT_PERMITTED);
        }
        return counter;
    }

    private void anAdminChangesRoles(NodeNetwork network) {
        Permissions permissions = permissions(network);
        done(network, 0, admins.getFirst().sign(PERMISSIONS, BigInteger.ZERO, permissions
                .setRoles(stranger.address(), FIRST_ORGANISATION, SENDER).encodeFunctionCall(),
                1_000_000));
        for (int i = 0; i < 4; i++) {
            done(network, i, stranger.signPing());
        }
        // Another organisation's admin may not.
        String hash = network.rpc(1).call("eth_sendRawTransaction", admins.get(1).sign(PERMISSIONS,
                BigInteger.ZERO, permissions.setSuspended(stranger.address(), true)
                        .encodeFunctionCall(),
                1_000_000)).asText();
        assertThat(network.awaitReceiptEverywhere(hash, LIMIT).get("status").asText())
                .isEqualTo("0x0");
    }

    private void restrictsAContract(NodeNetwork network, String counter) {
        Permissions permissions = permissions(network);
        done(network, 0, deployer.sign(PERMISSIONS, BigInteger.ZERO, permissions
                .claimContract(BigInteger.ZERO).encodeFunctionCall(), 1_000_000));
        done(network, 0, admins.getFirst().sign(PERMISSIONS, BigInteger.ZERO, permissions
                .setContractRule(counter, true, DEPLOYER, false, BigInteger.ZERO)
                .encodeFunctionCall(), 1_000_000));
        String call = sender.sign(counter, BigInteger.ZERO, "0xd09de08a", 100_000);
        sender.rewind(2);
        for (int i = 0; i < 4; i++) {
            assertThat(refused(network.rpc(i), call).get("message").asText())
                    .startsWith("call not permitted: contract " + counter);
        }
        done(network, 1, deployer.sign(counter, BigInteger.ZERO, "0xd09de08a", 100_000));
    }

    private void dropsWhatLostItsPermission(NodeNetwork network) {
        sender.rewind(3); // one nonce is missing: this one waits
        String waiting = network.rpc(2).call("eth_sendRawTransaction", sender.signPing())
                .asText();
        done(network, 2, admins.getFirst().sign(PERMISSIONS, BigInteger.ZERO, permissions(network)
                .setSuspended(sender.address(), true).encodeFunctionCall(), 1_000_000));
        RpcClient rpc = network.rpc(2);
        Poll.until("the waiting transaction is dropped", LIMIT,
                () -> !rpc.call("txpool_dropped", waiting).isNull());
        JsonNode dropped = rpc.call("txpool_dropped", waiting);
        assertThat(dropped.get("code").asInt()).isEqualTo(NOT_PERMITTED);
        assertThat(dropped.get("message").asText()).startsWith("account suspended: ");
        sender.rewind(2);
        assertThat(refused(network.rpc(0), sender.signPing()).get("message").asText())
                .startsWith("account suspended: ");
    }

    private void aVoteEndsTheRules(NodeNetwork network) {
        Governance governance = Governance.load(GOVERNANCE, web3j(network), ANYBODY, NO_GAS);
        byte[] action = Numeric.hexStringToByteArray(
                permissions(network).setEnforced(BigInteger.ZERO).encodeFunctionCall());
        String proposal = governance.propose(List.of(new Governance.Action(PERMISSIONS, action)),
                "no rules any more", false).encodeFunctionCall();
        done(network, 0, admins.getFirst().sign(GOVERNANCE, BigInteger.ZERO, proposal,
                3_000_000));
        for (int i = 1; i < 3; i++) {
            done(network, i, admins.get(i).sign(GOVERNANCE, BigInteger.ZERO,
                    governance.approve(BigInteger.ONE).encodeFunctionCall(), 1_000_000));
        }
        Wallet anybody = Wallet.unfunded(NodeNetwork.CHAIN_ID);
        refused(network.rpc(3), anybody.signPing());
        anybody.rewind(0);
        done(network, 3, admins.get(3).sign(GOVERNANCE, BigInteger.ZERO,
                governance.execute(BigInteger.ONE).encodeFunctionCall(), 3_000_000));
        for (int i = 0; i < 4; i++) {
            done(network, i, anybody.signPing());
        }
    }

    private static final Credentials ANYBODY = Credentials.create("0x1");
    private static final StaticGasProvider NO_GAS = new StaticGasProvider(BigInteger.ZERO,
            BigInteger.ZERO);

    private static Web3j web3j(NodeNetwork network) {
        return Web3j.build(new HttpService(network.rpc(0).url()));
    }

    private static Permissions permissions(NodeNetwork network) {
        return Permissions.load(PERMISSIONS, web3j(network), ANYBODY, NO_GAS);
    }
}
