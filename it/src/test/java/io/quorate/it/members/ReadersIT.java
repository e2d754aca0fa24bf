package io.quorate.it.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.contracts.wrappers.Counter;
import io.quorate.evm.primitives.Address;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.GenesisBuilder;
import io.quorate.genesis.Members;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Tokens;
import io.quorate.it.support.Wallet;
import io.quorate.node.members.Abi;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contract that not everybody may read, asked at a process by callers of tokens: by account, by organisation, by nobody. */
class ReadersIT {
    private static final String NUMBER = "0x8381f58a"; // number() of Counter
    private static final int NOT_PERMITTED = -32007;
    private static final String MULTICALL = "0xca11bde05977b3631167028862be2a173976ca11";

    @TempDir
    private Path folder;
    private NodeNetwork network;
    private String counter;
    private String increment;

    @Test
    void whatOneMayReadGoesByAccountAndOrganisation() throws Exception {
        network = NodeNetwork.layOut(folder, 4);
        try (NodeNetwork running = network) {
            Wallet auditor = Wallet.unfunded(NodeNetwork.CHAIN_ID);
            begin(folder.resolve("net/genesis.json"), auditor);
            Tokens.accept(network.replicaFolder(0), """
                    [roles]
                    all = ["*"]
                    [identities]
                    auditor = "%s"
                    bank = "organisation 2"
                    """.formatted(auditor.address()));
            running.start(4);
            deployForReaders();
            RpcClient bank = as("bank");
            assertThat(number(bank)).isEqualTo(1);
            assertThat(RpcClient.quantity(bank.call("eth_getStorageAt", counter, "0x0", "latest")))
                    .isEqualTo(1);
            assertThat(number(as("auditor"))).isEqualTo(1);
            for (RpcClient other : List.of(as("nobody"), network.rpc(0))) {
                readsNothing(other);
            }
            tracesAreForAuditors(bank);
            leavesWithItsOrganisation(bank);
        }
    }

    private RpcClient as(String subject) {
        return network.rpc(0).as(Tokens.of(subject, "all"));
    }

    private long number(RpcClient rpc) {
        return RpcClient.quantity(rpc.call("eth_call", Map.of("to", counter, "data", NUMBER),
                "latest"));
    }

    /** Readers are enforced from block 1 on, and there is an auditor. */
    private static void begin(Path file, Wallet auditor) throws Exception {
        Genesis genesis = Genesis.read(file);
        Members without = genesis.quorate().members().orElseThrow();
        List<Members.Account> accounts = new ArrayList<>(without.accounts());
        accounts.add(new Members.Account(genesis.quorate().validators().getFirst().organisation(),
                Address.fromHex(auditor.address()), Set.of(Members.Role.AUDITOR)));
        Members with = new Members(accounts, Set.of(Members.Rule.READERS), without.numerator(),
                without.denominator(), without.proposalSeconds());
        Files.writeString(file, GenesisBuilder.forChain(NodeNetwork.CHAIN_ID)
                .quorate(genesis.quorate().withMembers(with)).toJson());
    }

    private void deployForReaders() throws Exception {
        Wallet deployer = Wallet.unfunded(NodeNetwork.CHAIN_ID);
        counter = sent(deployer.sign(null, BigInteger.ZERO, Counter.BINARY, 1_000_000))
                .path("contractAddress").asText();
        increment = sent(deployer.sign(counter, BigInteger.ZERO, "0xd09de08a", 100_000))
                .path("transactionHash").asText();
        vote("propose", "contract", counter, "--readers", "reader");
    }

    private JsonNode sent(String raw) {
        JsonNode receipt = network.rpc(1).call("eth_sendRawTransactionSync", raw, 60_000);
        assertThat(receipt.path("status").asText()).isEqualTo("0x1");
        return receipt;
    }

    private void vote(String... proposal) throws Exception {
        List<String> propose = new ArrayList<>(List.of(proposal));
        propose.addAll(List.of("--yes", "--json"));
        String id = new ObjectMapper()
                .readTree(members(0, propose)).path("proposal").asText();
        members(1, List.of("approve", id));
        members(2, List.of("approve", id));
        members(0, List.of("execute", id, "--yes"));
    }

    private String members(int admin, List<String> arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("members"));
        all.addAll(arguments);
        all.addAll(List.of("--rpc", network.rpc(1).url(), "--account",
                network.replicaFolder(admin).resolve("admin.key").toString()));
        ProductProcess.Finished done = ProductProcess.run(folder, all.toArray(String[]::new));
        assertThat(done.exitCode()).as(done.output()).isZero();
        return done.output();
    }

    private void readsNothing(RpcClient rpc) {
        refused(rpc, "eth_getStorageAt", counter, "0x0", "latest");
        refused(rpc, "eth_getProof", counter, List.of("0x0"), "latest");
        refused(rpc, "eth_call", Map.of("to", counter, "data", NUMBER), "latest");
        // aggregate((address,bytes)[]): another contract asks, and its call fails.
        String through = Abi.call("aggregate((address,bytes)[])", Abi.list(List.of(Abi.tuple(
                Abi.address(Address.fromHex(counter)), Abi.bytes(Bytes.fromHexString(NUMBER))))))
                .toHexString();
        assertThat(rpc.answer("eth_call", Map.of("to", MULTICALL, "data", through), "latest")
                .at("/error/message").asText()).startsWith("execution reverted");
        refused(rpc, "debug_traceTransaction", increment, Map.of());
        refused(rpc, "debug_traceCall", Map.of("to", MULTICALL, "data", through), "latest",
                Map.of());
        refused(rpc, "trace_transaction", increment);
        refused(rpc, "trace_call", Map.of("to", counter, "data", NUMBER), List.of("trace"),
                "latest");
        refused(rpc, "trace_replayTransaction", increment, List.of("stateDiff"));
    }

    private static void refused(RpcClient rpc, String method, Object... parameters) {
        JsonNode answer = rpc.answer(method, parameters);
        assertThat(answer.at("/error/code").asInt()).as("%s answers %s", method, answer)
                .isEqualTo(NOT_PERMITTED);
    }

    /** A reader may ask the contract; what a transaction did within is more than that. */
    private void tracesAreForAuditors(RpcClient bank) {
        refused(bank, "debug_traceTransaction", increment, Map.of());
        refused(bank, "trace_transaction", increment);
        assertThat(as("auditor").call("debug_traceTransaction", increment, Map.of())
                .path("structLogs")).isNotEmpty();
        assertThat(as("auditor").call("trace_transaction", increment)).isNotEmpty();
    }

    private void leavesWithItsOrganisation(RpcClient bank) throws Exception {
        vote("propose", "organisation", "--suspend", "2");
        readsNothing(bank);
        assertThat(number(as("auditor"))).isEqualTo(1);
    }
}
