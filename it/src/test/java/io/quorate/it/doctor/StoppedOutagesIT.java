package io.quorate.it.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.genesis.KeyGenerator;
import io.quorate.it.support.DataFolders;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The last of four replicas will not start, for one reason after another, while the others go on. Each time it is tried,
 * and the doctor finds the reason in its folder, or in what it printed.
 */
class StoppedOutagesIT {
    private static final int DOWN = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static OutageNetwork network;
    private static Path kept;

    @BeforeAll
    static void start() throws Exception {
        network = OutageNetwork.layOut(folder, 4);
        network.start(0, 1, 2, DOWN);
        Wallet wallet = Wallet.unfunded(OutageNetwork.CHAIN_ID);
        for (int i = 0; i < 5; i++) {
            network.rpc(0).call("eth_sendRawTransactionSync",
                    wallet.sign("0x00000000000000000000000000000000000000aa", BigInteger.ZERO, "",
                            21_000),
                    60_000);
        }
        network.stop(DOWN);
        kept = folder.resolve("kept");
        DataFolders.copy(network.replicaFolder(DOWN), kept);
    }

    @AfterAll
    static void stop() throws Exception {
        network.close();
    }

    /** Its folder is as it was; nothing was voted for in between. */
    @AfterEach
    void restore() throws IOException {
        DataFolders.delete(network.replicaFolder(DOWN));
        DataFolders.copy(kept, network.replicaFolder(DOWN));
    }

    /** It ends by itself, with one sentence. */
    private static ProductProcess tried() throws InterruptedException {
        ProductProcess process = network.launch(DOWN, Map.of());
        assertThat(process.awaitExit(LIMIT)).as(process.describe()).isEqualTo(2);
        return process;
    }

    private static OutageNetwork.Said found(String code) throws Exception {
        OutageNetwork.Said said = network.doctor().names(code, DOWN);
        assertThat(said.report().get("verdict").asText()).isNotEqualTo("stopped");
        assertThat(said.codes()).as("a reason is told instead").doesNotContain("REPLICA_DOWN");
        return said;
    }

    private static void logSays(ProductProcess process, String code) throws Exception {
        assertThat(network.examined(List.of("--log", process.log().toString())).codes())
                .contains(code);
    }

    @Test
    void nothingButThatItDoesNotRun() throws Exception {
        network.doctor().names("REPLICA_DOWN", DOWN);
        OutageNetwork.Said offline = network.examined(List.of("--data-dir",
                network.data(DOWN).toString()));
        offline.names("REPLICA_DOWN", DOWN);
        assertThat(offline.report().get("verdict").asText()).isEqualTo("stopped");
    }

    @Test
    void aPortIsTaken() throws Exception {
        try (ServerSocket squatter = new ServerSocket(network.p2pPort(DOWN), 1,
                InetAddress.getLoopbackAddress())) {
            ProductProcess process = tried();
            assertThat(squatter.isBound()).isTrue();
            assertThat(found("PORT_TAKEN").report().get("next").asText())
                    .contains("sport = :" + network.p2pPort(DOWN));
            logSays(process, "PORT_TAKEN");
        }
    }

    @Test
    void theKeyIsAnother() throws Exception {
        Path own = network.replicaFolder(DOWN);
        Files.delete(own.resolve("tls.key"));
        Files.delete(own.resolve("tls.crt"));
        new KeyGenerator(new SecureRandom()).newTlsKeyPair("replica-3", "127.0.0.1")
                .write(own.resolve("tls.key"), own.resolve("tls.crt"));
        ProductProcess process = tried();
        assertThat(found("CERT_WRONG").of("CERT_WRONG").getFirst().get("text").asText())
                .contains("the genesis file names");
        logSays(process, "CERT_WRONG");
    }

    /** Replicas look at no date, so it runs and is told of all the same. */
    @Test
    void aCertificateHasEnded() throws Exception {
        Path own = network.replicaFolder(DOWN);
        ended(own.resolve("tls.crt"), own.resolve("tls.key"));
        assertThat(network.doctor().names("CERT_EXPIRED", DOWN).codes())
                .contains("REPLICA_DOWN"); // that is another matter
        network.start(DOWN, Map.of());
        network.awaitWhole();
        assertThat(network.doctor().names("CERT_EXPIRED", DOWN).codes())
                .containsExactly("CERT_EXPIRED");
        network.stop(DOWN);
    }

    /** A certificate of the same key that was good for a month. */
    private static void ended(Path certificate, Path key) throws Exception {
        TlsIdentity own = TlsIdentity.load(certificate, key);
        X500Name name = new X500Name("CN=replica-3");
        byte[] der = new JcaX509v3CertificateBuilder(name, BigInteger.TWO,
                Date.from(Instant.now().minus(Duration.ofDays(40))),
                Date.from(Instant.now().minus(Duration.ofDays(10))), name,
                own.certificate().getPublicKey())
                .build(new JcaContentSignerBuilder("Ed25519").build(own.privateKey()))
                .getEncoded();
        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END CERTIFICATE-----\n");
    }

    @Test
    void theGenesisFileIsAnother() throws Exception {
        network.editGenesis(DOWN, genesis -> genesis.put("gasLimit", "0x3938701"));
        tried();
        OutageNetwork.Said said = network.doctor();
        assertThat(said.of("GENESIS_DIFFERS")).as(said.report().toPrettyString()).isNotEmpty()
                .allMatch(each -> each.get("replica").asInt() == DOWN);
        assertThat(said.of("GENESIS_DIFFERS").getFirst().get("mend").asText()).startsWith("cp ");
        assertThat(said.codes()).doesNotContain("REPLICA_DOWN");
    }

    @Test
    void theDiskIsFull() throws Exception {
        network.editConfig(DOWN, text -> text.replaceFirst("(?m)^#? ?min-free-mib = .*$", "")
                .replace("[storage]", "[storage]\nmin-free-mib = 900000000"));
        ProductProcess process = tried();
        assertThat(process.printed()).contains("min-free-mib");
        found("DISK_FULL");
        logSays(process, "DISK_FULL");
    }

    /** What 'next' says is done, and it has its chain again. */
    @Test
    void theDatabaseIsDamaged() throws Exception {
        Files.delete(network.data(DOWN).resolve("chain/CURRENT"));
        ProductProcess process = tried();
        String next = found("DB_CORRUPT").report().get("next").asText();
        logSays(process, "DB_CORRUPT");
        String move = next.substring(0, next.indexOf('#')).strip();
        assertThat(new ProcessBuilder("sh", "-c", move).inheritIO().start().waitFor()).isZero();
        network.start(DOWN, Map.of());
        network.awaitWhole();
        assertThat(network.doctor().codes()).isEmpty();
        network.stop(DOWN);
    }

    @Test
    void theOrderingLogIsDamaged() throws Exception {
        Path log = DataFolders.largest(network.data(DOWN).resolve("ordering"), "");
        byte[] bytes = Files.readAllBytes(log);
        bytes[40] ^= 1;
        Files.write(log, bytes);
        ProductProcess process = tried();
        found("LOG_CORRUPT");
        logSays(process, "LOG_CORRUPT");
    }

    @Test
    void theOrderingLogIsGone() throws Exception {
        Files.move(network.data(DOWN).resolve("ordering"), folder.resolve("ordering-gone"),
                StandardCopyOption.REPLACE_EXISTING);
        network.doctor().names("LEARNER", DOWN);
        network.start(DOWN, Map.of());
        OutageNetwork.Said said = network.await("LEARNER", network::doctor).names("LEARNER", DOWN);
        assertThat(said.report().at("/margin/voting").asInt()).isEqualTo(3);
        assertThat(said.report().at("/margin/more").asInt()).isZero();
        network.stop(DOWN);
        DataFolders.delete(folder.resolve("ordering-gone"));
    }

    @Test
    void aSettingIsWrong() throws Exception {
        network.editConfig(DOWN, text -> text.replace("[rpc]", "[rpc]\nprot = 8545"));
        tried();
        OutageNetwork.Said said = network.doctor();
        assertThat(said.of("CONFIG_WRONG")).singleElement()
                .satisfies(each -> assertThat(each.get("name").asText()).isEqualTo("replica-3"))
                .satisfies(each -> assertThat(each.get("text").asText()).contains("prot"));
    }

    @Test
    void itsGenesisFileNamesOtherRules() throws Exception {
        network.editGenesis(DOWN,
                genesis -> ((ObjectNode) genesis.at("/quorate")).put("window", 32));
        assertThat(network.doctor().names("GENESIS_DIFFERS", DOWN).of("GENESIS_DIFFERS")
                .getFirst().get("text").asText()).contains("window 32");
    }
}
