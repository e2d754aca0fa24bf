package io.quorate.it.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four replicas, one with TLS, roles for a token and for a client's certificate, and an access log. */
class AccessIT {
    private static final String PASSWORD = "changeit";
    private static final byte[] SECRET = "thirty-two bytes are the least..".getBytes(
            StandardCharsets.UTF_8);

    @TempDir
    private Path folder;
    private final List<ProductProcess> replicas = new ArrayList<>();
    private int rpc;

    @BeforeEach
    void layOut() throws Exception {
        int base = Ports.free(8);
        rpc = base + 4;
        ProductProcess.Finished init = ProductProcess.run(folder, "network", "init", "--replicas",
                "4", "--dir", "net", "--chain-id", "4242", "--base-port", String.valueOf(base),
                "--rpc-port", String.valueOf(rpc));
        assertThat(init.exitCode()).as(init.output()).isZero();
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (ProductProcess replica : replicas) {
            replica.killHard();
        }
    }

    private ProductProcess launch(int index, Map<String, String> environment) {
        ProductProcess process = ProductProcess.start(folder, environment, "node", "--config",
                "net/replica-" + index + "/quorate.toml");
        replicas.add(process);
        return process;
    }

    @Test
    void rolesTlsAndTheAccessLog() throws Exception {
        Path home = folder.resolve("net/replica-0");
        keyStore("server", "CN=replica-0", "san=ip:127.0.0.1");
        keyStore("client", "CN=explorer,O=Bank", "ku:c=digitalSignature");
        pem("server", home.resolve("rpc.crt"), Optional.of(home.resolve("rpc.key")));
        pem("client", home.resolve("clients.pem"), Optional.empty());
        Files.write(home.resolve("jwt"), SECRET);
        Files.writeString(home.resolve("access.toml"), """
                [roles]
                tracer = ["debug"]
                pool = ["txpool_status"]
                auditor = ["audit"]
                [clients]
                "CN=explorer,O=Bank" = ["pool"]
                [tls]
                certificate = "rpc.crt"
                key = "rpc.key"
                client-authorities = "clients.pem"
                [tokens]
                secret-file = "jwt"
                [log]
                file = "access.jsonl"
                [journal]
                folder = "reads"
                """);
        ProductProcess first = launch(0, Map.of("QUORATE_RPC_ACCESS",
                home.resolve("access.toml").toString()));
        launchWithEncryptedKeys(1);
        for (int i = 2; i < 4; i++) {
            launch(i, Map.of());
        }
        replicas.forEach(ProductProcess::awaitReady);
        assertThat(first.printed()).contains("https://127.0.0.1:" + rpc);

        HttpClient plain = HttpClient.newBuilder().sslContext(tls(Optional.empty())).build();
        assertThat(call(plain, "eth_chainId", Optional.empty()).get("result").asText())
                .isEqualTo("0x1092");
        assertThat(call(plain, "debug_getBadBlocks", Optional.empty()).at("/error/code").asInt())
                .isEqualTo(-32601);
        assertThat(call(plain, "debug_getBadBlocks", Optional.of(token("alice", "tracer")))
                .has("result")).isTrue();
        assertThat(call(plain, "txpool_status", Optional.of(token("alice", "tracer")))
                .at("/error/code").asInt()).isEqualTo(-40100);
        assertThat(call(plain, "eth_chainId", Optional.of(token("alice", "tracer") + "x"))
                .at("/error/code").asInt()).isEqualTo(-40100);
        HttpClient explorer = HttpClient.newBuilder()
                .sslContext(tls(Optional.of(folder.resolve("client.p12")))).build();
        assertThat(call(explorer, "txpool_status", Optional.empty()).has("result")).isTrue();
        assertThat(call(explorer, "eth_chainId", Optional.empty()).at("/error/message").asText())
                .contains("no role of CN=explorer,O=Bank may call eth_chainId");
        HttpClient stranger = HttpClient.newBuilder()
                .sslContext(tls(Optional.of(folder.resolve("server.p12")))).build();
        // The authorities that the replica names did not issue its certificate, so it shows none.
        assertThat(call(stranger, "txpool_status", Optional.empty()).at("/error/code").asInt())
                .isEqualTo(-32601);

        List<String> lines = Files.readAllLines(home.resolve("access.jsonl"));
        assertThat(lines).hasSize(7); // the forged token was refused before
        JsonNode third = new ObjectMapper().readTree(lines.get(2));
        assertThat(third.get("identity").asText()).isEqualTo("alice");
        assertThat(third.get("method").asText()).isEqualTo("debug_getBadBlocks");
        assertThat(new ObjectMapper().readTree(lines.get(5)).get("identity").asText())
                .isEqualTo("CN=explorer,O=Bank");
        commandsSayWhoAsks(home);
        journalTellsWhoRead(home.resolve("reads"));
    }

    private void journalTellsWhoRead(Path journal) throws Exception {
        ProductProcess.Finished told = ProductProcess.run(folder, "audit", "reads", "--journal",
                journal.toString(), "--contract", "0x0000000000000000000000000000000000007e57");
        assertThat(told.output()).contains("alice  audit_getHistory", "2 reads of 6",
                "CN=explorer,O=Bank  audit_getHistory");
        assertThat(told.exitCode()).isZero();
        Path file;
        try (Stream<Path> files = Files.list(journal)) {
            file = files.findFirst().orElseThrow();
        }
        Files.writeString(file, Files.readString(file).replaceFirst("alice", "bobby"));
        ProductProcess.Finished changed = ProductProcess.run(folder, "audit", "reads",
                "--journal", journal.toString());
        assertThat(changed.output()).contains("line 1: it does not follow");
        assertThat(changed.exitCode()).isNotZero();
    }

    private void launchWithEncryptedKeys(int index) throws Exception {
        Path home = folder.resolve("net/replica-" + index);
        Path password = Files.writeString(home.resolve("password"), "secret\n",
                StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        convert(home, "key", "key.json");
        convert(home, "tls.key", "tls.p12", "--certificate", home.resolve("tls.crt").toString());
        for (String file : List.of("key", "tls.key", "tls.crt")) {
            Files.move(home.resolve(file), home.resolve(file + ".away"));
        }
        launch(index, Map.of("QUORATE_KEYS_VALIDATOR", home.resolve("key.json").toString(),
                "QUORATE_KEYS_TLS_KEY", home.resolve("tls.p12").toString(),
                "QUORATE_PASSWORD", "secret"));
    }

    private void convert(Path home, String from, String to, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("keys", "convert",
                home.resolve(from).toString(), "--out", home.resolve(to).toString(),
                "--password-file", home.resolve("password").toString()));
        command.addAll(List.of(more));
        ProductProcess.Finished done = ProductProcess.run(folder, command.toArray(String[]::new));
        assertThat(done.exitCode()).as(done.output()).isZero();
    }

    private void commandsSayWhoAsks(Path home) throws Exception {
        pem("client", home.resolve("client.crt"), Optional.of(home.resolve("client.key")));
        Files.writeString(home.resolve("auditor.jwt"), token("alice", "auditor") + "\n");
        String authority = home.resolve("rpc.crt").toString();
        assertThat(history().output()).contains("No TLS", "--ca");
        assertThat(history("--ca", authority).output()).contains("rpc.groups", "--token");
        assertThat(history("--ca", authority, "--certificate",
                home.resolve("client.crt").toString(), "--key",
                home.resolve("client.key").toString()).output())
                .contains("no role of CN=explorer,O=Bank may call audit_getHistory");
        ProductProcess.Finished told = history("--ca", authority, "--token",
                home.resolve("auditor.jwt").toString());
        assertThat(told.output()).contains("no change");
        assertThat(told.exitCode()).isZero();
        Files.writeString(home.resolve("auditor.jwt"), token("alice", "auditor") + "x");
        assertThat(history("--ca", authority, "--token", home.resolve("auditor.jwt").toString())
                .output()).contains("takes no such token");
    }

    private ProductProcess.Finished history(String... options) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("audit", "history", "--rpc",
                "https://127.0.0.1:" + rpc, "--address",
                "0x0000000000000000000000000000000000007e57", "--entry", "balance"));
        command.addAll(List.of(options));
        return ProductProcess.run(folder, command.toArray(String[]::new));
    }

    @Test
    void aWrongAccessFileStopsTheStartAndSaysWhy() throws Exception {
        Path file = folder.resolve("access.toml");
        Files.writeString(file, "[roles]\nreader = [\"eht\"]\n");
        ProductProcess.Finished start = ProductProcess.run(folder,
                Map.of("QUORATE_RPC_ACCESS", file.toString()), "node", "--config",
                "net/replica-0/quorate.toml");
        assertThat(start.exitCode()).isNotZero();
        assertThat(start.output()).contains("there is no group or method \"eht\"");
    }

    private JsonNode call(HttpClient client, String method, Optional<String> token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("https://127.0.0.1:" + rpc))
                .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,"
                        + "\"method\":\"" + method + "\",\"params\":[]}"));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return new ObjectMapper().readTree(
                client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    private static String token(String subject, String role) throws GeneralSecurityException {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String head = base64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"
                .getBytes(StandardCharsets.UTF_8));
        String claims = base64.encodeToString(("{\"sub\":\"" + subject + "\",\"roles\":[\"" + role
                + "\"],\"exp\":" + Instant.now().plusSeconds(3_600).getEpochSecond() + "}")
                .getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        return head + "." + claims + "." + base64.encodeToString(
                mac.doFinal((head + "." + claims).getBytes(StandardCharsets.UTF_8)));
    }

    private void keyStore(String name, String subject, String extension)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", name, "-keyalg", "EC", "-groupname", "secp256r1",
                "-dname", subject, "-ext", extension, "-validity", "2", "-storetype", "PKCS12",
                "-keystore", folder.resolve(name + ".p12").toString(), "-storepass", PASSWORD)
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private KeyStore open(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void pem(String name, Path certificate, Optional<Path> key) throws Exception {
        KeyStore store = open(folder.resolve(name + ".p12"));
        Files.writeString(certificate,
                pem("CERTIFICATE", store.getCertificate(name).getEncoded()));
        if (key.isPresent()) {
            Key secret = store.getKey(name, PASSWORD.toCharArray());
            Files.writeString(key.get(), pem("PRIVATE KEY", secret.getEncoded()));
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der) + "\n-----END "
                + type + "-----\n";
    }

    /** Trusts the replica's certificate alone, and shows that of {@code keys}. */
    private SSLContext tls(Optional<Path> keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server",
                open(folder.resolve("server.p12")).getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory
                .getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory own = KeyManagerFactory
                .getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys.isPresent() ? open(keys.get()) : null, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
