package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.genesis.Genesis;
import io.quorate.node.audit.ProofMaker;
import io.quorate.node.client.ReplicaEndpoint;
import io.quorate.node.proof.ProofFile;
import io.quorate.proof.Fact;
import io.quorate.proof.ProofVerifier;
import io.quorate.proof.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of proofs that a network's answers make, and what becomes of them where a byte is another one. */
@Tag("network")
@Timeout(300)
class ProofFilesTest {
    private static final long SEED = 20_261_126;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Sets the caller's entry of the mapping at slot 7 to the word it is called with. */
    private static final String CODE = "0x60108060095f395ff3" + "5f35335f5260076020526040"
            + "5f205500";
    private static final String SENDER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

    @TempDir
    private Path folder;

    private String url;
    private ProofVerifier verifier;

    @Test
    void proveWhatANetworkSays() throws Exception {
        DevOptions options = new DevOptions(4, 0, OptionalLong.empty(), Optional.of(folder),
                Optional.empty(), 0, DevOptions.Links.IN_MEMORY);
        String change;
        try (DevNetwork network = DevNetwork.start(options, () -> {})) {
            url = network.rpcUrls().get(1);
            Genesis genesis = DevGenesis.of(options, folder,
                    new DevCommittee(4).validators());
            verifier = new ProofVerifier(Orders.trustedStart(genesis, folder));
            String contract = send(null, CODE).path("contractAddress").asText();
            send(contract, word(5));
            JsonNode receipt = send(contract, word(9));
            change = provesAChange(contract, receipt);
            provesAtAnyBlock(contract, receipt);
            provesAGenesisAccount();
        }
        refusesOtherBytes(change);
        refusesWhatIsNoProof(change);
    }

    private String provesAChange(String contract, JsonNode receipt) throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(
                () -> !answer("bft_getCertificate",
                        "[" + receipt.get("blockNumber") + "]").has("error"));
        List<Fact> history = facts(call("audit_getProof", "[\"" + SENDER + "\",\"nonce\","
                + receipt.get("blockNumber") + "]").toPrettyString());
        assertThat(history).hasSize(3);
        assertThat(history.get(2)).isInstanceOfSatisfying(Fact.OfReceipt.class,
                fact -> assertThat(fact.transaction().hash())
                        .hasToString(receipt.path("transactionHash").asText()));
        String slot = call("audit_getHistory", "[\"" + contract + "\",\"" + key() + "\"]")
                .path("changes").path(1).path("newValue").asText();
        assertThat(slot).isEqualTo(word(9));
        return call("audit_getProof", "[\"" + contract + "\",\"" + key() + "\","
                + receipt.get("blockNumber") + "]").toPrettyString();
    }

    /** keccak256 of the sender and 7, as Solidity places it. */
    private static String key() {
        return io.quorate.evm.crypto.Keccak256.hash(org.apache.tuweni.bytes.Bytes
                .fromHexString("0x" + "0".repeat(24) + SENDER.substring(2) + "0".repeat(63) + "7"))
                .toString();
    }

    private void provesAtAnyBlock(String contract, JsonNode receipt) throws Exception {
        Path file = folder.resolve("both.json");
        ProofMaker.make(ReplicaEndpoint.of(url),
                new ProofMaker.Question(Optional.empty(), Optional.of(contract),
                        List.of("7[" + SENDER + "]", "0x05"),
                        Optional.of(receipt.path("transactionHash").asText())),
                Optional.empty(), file);
        List<Fact> facts = facts(Files.readString(file));
        assertThat(facts.getFirst()).isInstanceOfSatisfying(Fact.OfAccount.class,
                fact -> assertThat(fact.slots().values()).containsExactlyInAnyOrder(
                        UInt256.of(9), UInt256.ZERO));
        assertThatThrownBy(() -> ProofMaker.make(ReplicaEndpoint.of(url),
                new ProofMaker.Question(Optional.of("0x1"),
                        Optional.empty(), List.of(),
                        Optional.of(receipt.path("transactionHash").asText())),
                Optional.empty(),
                folder.resolve("other.json"))).isInstanceOf(OperatorException.class)
                .hasMessageContaining("not in block 1");
        assertThatThrownBy(() -> ProofMaker.make(ReplicaEndpoint.of(url),
                new ProofMaker.Question(Optional.empty(),
                        Optional.of(contract), List.of(), Optional.empty()),
                Optional.empty(), file))
                .isInstanceOf(OperatorException.class).hasMessageContaining("exists");
    }

    private void provesAGenesisAccount() throws Exception {
        List<Fact> facts = facts(call("audit_getProof", "[\"" + SENDER
                + "\",\"balance\",\"0x0\"]").toPrettyString());
        assertThat(facts).singleElement().isInstanceOfSatisfying(Fact.OfAccount.class,
                fact -> assertThat(fact.account().balance().isZero()).isFalse());
    }

    /** Each byte of the file: what still is a proof says nothing else. */
    private void refusesOtherBytes(String genuine) throws DecodeException {
        Verdict.Proven proven = proven(genuine);
        assertThat(proven.facts()).hasSize(3);
        Random random = new Random(SEED);
        byte[] file = genuine.getBytes(StandardCharsets.US_ASCII);
        int harmless = 0;
        for (int i = 0; i < file.length; i++) {
            byte[] changed = file.clone();
            changed[i] ^= (byte) (1 + random.nextInt(255));
            Verdict verdict = verdict(changed);
            if (verdict instanceof Verdict.Proven other) {
                assertThat(other).as("seed %d, byte %d", SEED, i).isEqualTo(proven);
                harmless++;
            }
        }
        assertThat(harmless).isLessThan(file.length / 10); // another blank, another case of a digit
    }

    private void refusesWhatIsNoProof(String genuine) throws Exception {
        ObjectNode extra = (ObjectNode) JSON.readTree(genuine);
        extra.put("more", 1);
        refused(extra.toString(), "exactly the fields");
        refused(genuine + "{}", "not JSON of a proof");
        refused(genuine.replaceFirst("\"claims\"", "\"claims\":[],\"claims\""),
                "not JSON of a proof");
        refused(genuine.replaceFirst("\"quorateProof\" : 1", "\"quorateProof\" : 2"),
                "must be 1, the version that is known here");
        refused("[".repeat(100_000), "not JSON of a proof");
        refused("", "proof must be an object");
        refused(" ".repeat(ProofFile.BYTES_MAX + 1), "more than " + ProofFile.BYTES_MAX);
        refused(genuine.replaceFirst("\"chainId\" : \"0x", "\"chainId\" : \"0x0"),
                "proof.certificate.chainId must be a number");
        refused(genuine.replaceFirst("\"chainId\" : \"0x", "\"chainId\" : \"0xffffffffffffffff"),
                "proof.certificate.chainId must be a number below 2^63");
    }

    private void refused(String text, String reason) {
        assertThat(verdict(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOfSatisfying(Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }

    private List<Fact> facts(String file) throws DecodeException {
        return proven(file).facts();
    }

    private Verdict.Proven proven(String file) throws DecodeException {
        Verdict verdict = verifier
                .verify(ProofFile.parse(file.getBytes(StandardCharsets.US_ASCII)));
        assertThat(verdict).isInstanceOf(Verdict.Proven.class);
        return (Verdict.Proven) verdict;
    }

    private Verdict verdict(byte[] file) {
        try {
            return verifier.verify(ProofFile.parse(file));
        } catch (DecodeException e) {
            return new Verdict.Refused(e.getMessage());
        }
    }

    private static String word(int value) {
        return "0x" + "0".repeat(63) + value;
    }

    private JsonNode send(String to, String data) throws IOException {
        String hash = call("eth_sendTransaction", "[{\"from\":\"" + SENDER + "\","
                + (to == null ? "" : "\"to\":\"" + to + "\",") + "\"data\":\"" + data
                + "\"}]").asText();
        return Awaitility.await().atMost(Duration.ofSeconds(30))
                .until(() -> call("eth_getTransactionReceipt", "[\"" + hash + "\"]"),
                        JsonNode::isObject);
    }

    private JsonNode call(String method, String params) throws IOException {
        JsonNode answer = answer(method, params);
        assertThat(answer.has("error")).as(answer.toString()).isFalse();
        return answer.path("result");
    }

    private JsonNode answer(String method, String params) throws IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method
                                    + "\",\"params\":" + params + "}"))
                    .build(), HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
