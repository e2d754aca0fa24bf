package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An auditor takes proofs from one replica, and checks them elsewhere with nothing but the genesis file. */
class ProofIT {
    /** Sets the caller's entry of the mapping at slot 7 to the word it is called with. */
    private static final String CODE = "0x60108060095f395ff3" + "5f35335f52600760205260405f205500";
    private static final String PAYEE = "0x00000000000000000000000000000000000000b7";
    private static final int MAPPING_GAS = 200_000;

    @TempDir
    Path folder;
    @TempDir
    Path elsewhere;

    private RpcClient rpc;
    private String contract;
    private Wallet wallet;

    @Test
    void provesOfflineWhatAReplicaSays() throws Exception {
        long past;
        try (NodeNetwork network = NodeNetwork.start(folder, 4)) {
            rpc = network.rpc(1);
            wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
            contract = send(wallet.sign("", BigInteger.ZERO, CODE, MAPPING_GAS))
                    .get("contractAddress").asText();
            JsonNode first = send(set(5));
            past = RpcClient.quantity(first.get("blockNumber"));
            send(set(9));
            send(wallet.signPing());
            String slot = "7[" + wallet.address() + "]";
            prove("now.json", "--address", contract, "--entry", slot);
            prove("past.json", "--address", contract, "--entry", slot, "--block",
                    Long.toString(past));
            prove("absent.json", "--address", PAYEE);
            prove("receipt.json", "--transaction", first.get("transactionHash").asText());
            ProductProcess.Finished history = run(folder, "audit", "history", "--rpc", rpc.url(),
                    "--address", contract, "--entry", slot, "--prove",
                    elsewhere.resolve("history").toString());
            assertThat(history.exitCode()).as(history.output()).isZero();
            assertThat(history.output()).contains("2 changes",
                    "proof in " + elsewhere.resolve("history"));
            refusesWhatIsNotThere();
        }
        Files.copy(folder.resolve("net/genesis.json"), elsewhere.resolve("genesis.json"));

        String said = verify(0, "now.json", "past.json", "absent.json", "receipt.json");
        assertThat(said.lines().filter(line -> line.contains("certified by ")).toList())
                .hasSize(4).allMatch(line -> line.matches(
                        " *certified by [34] of 4 validators of epoch 0 \\(a quorum is 3\\): .*"));
        assertThat(said).contains("is 0x" + "0".repeat(63) + "5", "is 0x" + "0".repeat(63) + "9",
                "block " + past + " of ", "there is no account " + PAYEE, "from "
                        + wallet.address() + " to " + contract,
                "it succeeded, with 0 events");
        List<String> proofs;
        try (var files = Files.list(elsewhere.resolve("history"))) {
            proofs = files.map(file -> "history/" + file.getFileName()).sorted().toList();
        }
        assertThat(proofs).hasSize(2);
        assertThat(verify(0, proofs.toArray(String[]::new))).contains(
                "changed from 0x" + "0".repeat(64) + " to 0x" + "0".repeat(63) + "5",
                "changed from 0x" + "0".repeat(63) + "5 to 0x" + "0".repeat(63) + "9");
        refusesForgeries();
        importsWhatIsCertified();
    }

    /** The chain goes into another folder block by block, each vouched for by the validators, or not at all. */
    private void importsWhatIsCertified() throws Exception {
        ProductProcess.Finished exported = run(folder, "export", "--data-dir",
                "net/replica-1/data", "--genesis", "net/genesis.json", "--from", "1",
                "--certificates", elsewhere.resolve("certs.rlp").toString(),
                elsewhere.resolve("chain.rlp").toString());
        assertThat(exported.exitCode()).as(exported.output()).isZero();
        byte[] certificates = Files.readAllBytes(elsewhere.resolve("certs.rlp"));
        int last = certificates.length - 20; // within a signature of the last certificate
        certificates[last] ^= 1;
        Files.write(elsewhere.resolve("forged.rlp"), certificates);

        ProductProcess.Finished forged = importBy("forged.rlp", "genesis.json", "copy");
        assertThat(forged.exitCode()).isEqualTo(2);
        assertThat(forged.output()).containsPattern(
                "Refused by forged.rlp, block [1-9]: .*was not signed by those members of epoch 0")
                .doesNotContain("\tat ");
        ProductProcess.Finished other = importBy("certs.rlp", "other/genesis.json", "others");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.output()).contains("Refused by certs.rlp, block 1: ");
        ProductProcess.Finished genuine = importBy("certs.rlp", "genesis.json", "copy");
        assertThat(genuine.exitCode()).as(genuine.output()).isZero();
        assertThat(genuine.output()).contains("head 4 ");
    }

    private ProductProcess.Finished importBy(String certificates, String genesis, String data)
            throws InterruptedException {
        return run(elsewhere, "import", "--genesis", genesis, "--data-dir", data,
                "--certificates", certificates, "chain.rlp");
    }

    private void refusesWhatIsNotThere() throws InterruptedException {
        ProductProcess.Finished unknown = run(folder, "audit", "prove", "--rpc", rpc.url(),
                "--transaction", "0x" + "ab".repeat(32), "--out", "unknown.json");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output()).contains("No block has transaction").doesNotContain("\tat ");
        assertThat(elsewhere.resolve("unknown.json")).doesNotExist();
        assertThat(rpc.answer("bft_getCertificate", "0xffffff").path("error").path("code").asInt())
                .isEqualTo(-32001);
        assertThat(rpc.call("bft_getCertificate", "earliest").path("certificate").isNull())
                .isTrue();
        assertThat(rpc.call("bft_getTransactionProof", "0x" + "ab".repeat(32)).isNull()).isTrue();
    }

    /** A value, a signature, a header, and another chain's validators. */
    private void refusesForgeries() throws Exception {
        String genuine = Files.readString(elsewhere.resolve("now.json"));
        forge("value.json", genuine.replace("\"value\" : \"0x9\"", "\"value\" : \"0x8\""));
        int signature = genuine.indexOf("\"certificate\" : \"0x") + 400;
        forge("signature.json", flipped(genuine, signature));
        forge("header.json", flipped(genuine, genuine.indexOf("\"headers\"") + 300));
        forge("cut.json", genuine.substring(0, genuine.length() / 2));
        String said = verify(1, "value.json", "signature.json", "header.json", "cut.json",
                "past.json");
        assertThat(said.lines().filter(line -> line.contains("proves NOTHING")).toList())
                .hasSize(4);
        assertThat(said).contains("the state has another slot", "past.json: proved")
                .doesNotContain("\tat ");

        ProductProcess.Finished init = run(elsewhere, "network", "init", "--replicas", "4",
                "--dir", "other", "--chain-id", String.valueOf(NodeNetwork.CHAIN_ID));
        assertThat(init.exitCode()).as(init.output()).isZero();
        ProductProcess.Finished other = run(elsewhere, "verify", "proof", "now.json", "--genesis",
                "other/genesis.json");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.output()).containsPattern(
                "was not signed by those members of epoch 0|of the chain with genesis");
        ProductProcess.Finished none = run(elsewhere, "verify", "proof", "none.json", "--genesis",
                "genesis.json");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.output()).contains("There is no file none.json");
    }

    private void forge(String name, String text) throws Exception {
        assertThat(text).isNotEqualTo(Files.readString(elsewhere.resolve("now.json")));
        Files.writeString(elsewhere.resolve(name), text);
    }

    private static String flipped(String text, int at) {
        char[] digits = text.toCharArray();
        digits[at] = digits[at] == '0' ? '1' : '0';
        return new String(digits);
    }

    private String set(int value) {
        return wallet.sign(contract, BigInteger.ZERO, "0x" + "0".repeat(63) + value, MAPPING_GAS);
    }

    private JsonNode send(String signed) {
        JsonNode receipt = rpc.call("eth_sendRawTransactionSync", signed, 30_000);
        assertThat(receipt.get("status").asText()).isEqualTo("0x1");
        return receipt;
    }

    private void prove(String file, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("audit", "prove", "--rpc", rpc.url(),
                "--out", elsewhere.resolve(file).toString()));
        command.addAll(Arrays.asList(arguments));
        ProductProcess.Finished made = run(folder, command.toArray(String[]::new));
        assertThat(made.exitCode()).as(made.output()).isZero();
    }

    private String verify(int exitCode, String... files) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("verify", "proof"));
        command.addAll(Arrays.asList(files));
        command.addAll(List.of("--genesis", "genesis.json"));
        ProductProcess.Finished verified = run(elsewhere, command.toArray(String[]::new));
        assertThat(verified.exitCode()).as(verified.output()).isEqualTo(exitCode);
        return verified.output();
    }

    private static ProductProcess.Finished run(Path where, String... arguments)
            throws InterruptedException {
        return ProductProcess.run(where, arguments);
    }
}
