package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.quorate.jsonrpc.AccessLog;
import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.Security;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call what: tokens, roles, limits, and what the access log is told. */
class AccessTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final String SECRET = "0123456789abcdef0123456789abcdef-and-more";

    @TempDir
    private Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final BlockingQueue<AccessLog.Entry> logged = new LinkedBlockingQueue<>();
    private KeyPair rsa;
    private KeyPair ec;
    private Optional<JsonRpcServer> server = Optional.empty();

    @BeforeEach
    void makeKeys() throws GeneralSecurityException, IOException {
        rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        ec = curve.generateKeyPair();
        Files.writeString(folder.resolve("secret"), SECRET);
        write("rsa.pem", rsa.getPublic());
        write("ec.pem", ec.getPublic());
    }

    private void write(String name, Key key) throws IOException {
        Files.writeString(folder.resolve(name), "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n");
    }

    @AfterEach
    void stop() {
        server.ifPresent(JsonRpcServer::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Security security(Security.Rates rates) {
        return new Security(Grants.STANDARD,
                Map.of("tracer", new Grants(Set.of("debug")), "one",
                        new Grants(Set.of("txpool_status"))),
                Map.of(), Optional.empty(),
                Optional.of(new Security.Tokens(Optional.of(folder.resolve("secret")),
                        List.of(folder.resolve("rsa.pem"), folder.resolve("ec.pem")),
                        Optional.of("bank"), Optional.of("quorate"), "roles")),
                rates);
    }

    private void start(Security security) {
        JsonRpcServer started = new JsonRpcServer(vertx,
                JsonRpcConfig.development(0).with(JsonRpcConfig.Access.CLOSED, security),
                new JsonRpcPorts(MemoryChain.withGenesis(1337), new MemoryPool(), Optional.empty(),
                        Optional.empty(), Optional.empty(), path -> Optional.empty(), logged::add),
                now::get);
        started.start();
        server = Optional.of(started);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().subject("alice").issuer("bank").audience("quorate")
                .expirationTime(Date.from(NOW.plusSeconds(600))).claim("roles", List.of("tracer"));
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String hs256(JWTClaimsSet claims) throws JOSEException {
        return signed(JWSAlgorithm.HS256, new MACSigner(SECRET.getBytes(StandardCharsets.UTF_8)),
                claims);
    }

    private HttpResponse<String> post(String body, Optional<String> token) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + server.orElseThrow().port()))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String request(String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\"}";
    }

    private JsonNode call(String method, String token) {
        HttpResponse<String> response = post(request(method), Optional.of(token));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Rpc.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode callWithoutToken(String method) {
        return Rpc.parse(post(request(method), Optional.empty()).body()
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withoutATokenOnlyWhatIsOpen() {
        start(security(Security.Rates.UNLIMITED));
        assertThat(callWithoutToken("eth_chainId").get("result").textValue()).isEqualTo("0x539");
        JsonNode refused = callWithoutToken("debug_getBadBlocks").get("error");
        assertThat(refused.get("code").intValue()).isEqualTo(-32601);
        assertThat(refused.get("message").textValue()).contains("rpc.groups");
        assertThat(callWithoutToken("rpc_modules").get("result").properties())
                .extracting(Map.Entry::getKey).containsExactlyInAnyOrder("eth", "net", "rpc",
                        "web3");
    }

    @Test
    void eachKindOfSignatureGivesTheTokensRoles() throws Exception {
        start(security(Security.Rates.UNLIMITED));
        for (String token : List.of(hs256(claims().build()),
                signed(JWSAlgorithm.RS256, new RSASSASigner(rsa.getPrivate()), claims().build()),
                signed(JWSAlgorithm.ES256, new ECDSASigner((ECPrivateKey) ec.getPrivate()),
                        claims().build()))) {
            assertThat(call("debug_getBadBlocks", token).has("result")).isTrue();
            JsonNode refused = call("eth_chainId", token).get("error");
            assertThat(refused.get("code").intValue()).isEqualTo(-40100);
            assertThat(refused.get("message").textValue()).isEqualTo(
                    "no role of alice may call eth_chainId");
        }
    }

    @Test
    void aRoleMayBeOneMethodAndOneText() throws Exception {
        start(security(Security.Rates.UNLIMITED));
        String token = hs256(claims().claim("roles", "one").build());
        assertThat(call("txpool_status", token).has("result")).isTrue();
        assertThat(call("txpool_content", token).at("/error/code").intValue()).isEqualTo(-40100);
        assertThat(call("rpc_modules", token).get("result").has("txpool")).isTrue();
        assertThat(call("txpool_status", hs256(claims().claim("roles", "nobody").build()))
                .at("/error/code").intValue()).isEqualTo(-40100);
    }

    @Test
    void tokensThatAreNotGoodAreRefusedBeforeTheBodyIsRead() throws Exception {
        start(security(Security.Rates.UNLIMITED));
        byte[] publicKey = rsa.getPublic().getEncoded();
        byte[] otherSecret = "another secret that is long enough".getBytes(StandardCharsets.UTF_8);
        KeyPair otherRsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String good = hs256(claims().build());
        for (String token : List.of("", "x", "x.y.z", good.substring(0, good.length() - 2),
                new PlainJWT(claims().build()).serialize(),
                hs256(claims().expirationTime(Date.from(NOW.minusSeconds(60))).build()),
                hs256(claims().expirationTime(null).build()),
                hs256(claims().notBeforeTime(Date.from(NOW.plusSeconds(60))).build()),
                hs256(claims().subject(null).build()),
                hs256(claims().issuer("mallory").build()),
                hs256(claims().audience("other").build()),
                hs256(claims().claim("roles", Map.of("a", 1)).build()),
                signed(JWSAlgorithm.HS512,
                        new MACSigner((SECRET + SECRET).getBytes(StandardCharsets.UTF_8)),
                        claims().build()),
                signed(JWSAlgorithm.HS256, new MACSigner(otherSecret), claims().build()),
                signed(JWSAlgorithm.HS256, new MACSigner(publicKey), claims().build()),
                signed(JWSAlgorithm.RS256, new RSASSASigner(otherRsa.getPrivate()),
                        claims().build()),
                "a".repeat(4_097))) {
            HttpResponse<String> response = post(request("eth_chainId"), Optional.of(token));
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(response.body()).contains("-40100");
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void aWebSocketHasTheCallerOfItsHandshakeUntilTheTokenEnds() throws Exception {
        start(security(Security.Rates.UNLIMITED));
        URI uri = URI.create("ws://127.0.0.1:" + server.orElseThrow().port());
        assertThatThrownBy(() -> client.newWebSocketBuilder().header("Authorization", "Bearer x")
                .buildAsync(uri, new WebSocket.Listener() {}).join())
                .isInstanceOf(CompletionException.class)
                .cause().isInstanceOfSatisfying(WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        WebSocket socket = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + hs256(claims().build()))
                .buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket ws, CharSequence text,
                            boolean last) {
                        received.add(text.toString());
                        ws.request(1);
                        return null;
                    }
                }).join();
        socket.sendText(request("debug_getBadBlocks"), true).join();
        assertThat(received.poll(10, TimeUnit.SECONDS)).contains("\"result\"");
        now.set(NOW.plusSeconds(700));
        socket.sendText(request("debug_getBadBlocks"), true).join();
        assertThat(received.poll(10, TimeUnit.SECONDS)).contains("-40100", "has expired");
        socket.abort();
    }

    /** A page in a browser cannot set headers of a WebSocket. */
    @Test
    void aWebSocketMayShowItsTokenAsAProtocol() throws Exception {
        start(security(Security.Rates.UNLIMITED));
        URI uri = URI.create("ws://127.0.0.1:" + server.orElseThrow().port());
        assertThatThrownBy(() -> client.newWebSocketBuilder()
                .subprotocols("quorate", "quorate.bearer.x.y.z")
                .buildAsync(uri, new WebSocket.Listener() {}).join())
                .cause().isInstanceOfSatisfying(WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        WebSocket socket = client.newWebSocketBuilder()
                .subprotocols("quorate", "quorate.bearer." + hs256(claims().build()))
                .buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket ws, CharSequence text,
                            boolean last) {
                        received.add(text.toString());
                        ws.request(1);
                        return null;
                    }
                }).join();
        assertThat(socket.getSubprotocol()).isEqualTo("quorate");
        socket.sendText(request("debug_getBadBlocks"), true).join();
        assertThat(received.poll(10, TimeUnit.SECONDS)).contains("\"result\"");
        socket.abort();
    }

    @Test
    void anIdentityHasItsShareOfRequests() throws Exception {
        start(security(new Security.Rates(5, 0)));
        String alice = hs256(claims().build());
        String bob = hs256(claims().subject("bob").build());
        for (int i = 0; i < 10; i++) {
            assertThat(call("debug_getBadBlocks", alice).has("result")).isTrue();
        }
        assertThat(call("debug_getBadBlocks", alice).at("/error/code").intValue())
                .isEqualTo(-32005);
        assertThat(call("debug_getBadBlocks", bob).has("result")).isTrue();
        assertThat(callWithoutToken("eth_chainId").has("result")).isTrue();
        now.set(NOW.plusSeconds(1));
        String five = "[" + String.join(",", List.of(request("debug_getBadBlocks"),
                request("debug_getBadBlocks"), request("debug_getBadBlocks"),
                request("debug_getBadBlocks"), request("debug_getBadBlocks"),
                request("debug_getBadBlocks"))) + "]";
        JsonNode batch = Rpc.parse(post(five, Optional.of(alice)).body()
                .getBytes(StandardCharsets.UTF_8));
        assertThat(batch).hasSize(6);
        assertThat(batch).filteredOn(answer -> answer.has("result")).hasSize(5);
    }

    @Test
    void theAccessLogIsToldWhoAskedWhatOfWhichBlock() throws Exception {
        start(security(Security.Rates.UNLIMITED));
        String account = "0x" + "ab".repeat(20);
        String token = hs256(claims().claim("roles", "tracer").build());
        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBalance\",\"params\":[\"" + account
                + "\",{\"blockNumber\":\"0x0\"}]}", Optional.empty());
        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":[{\"to\":\""
                + account + "\"},\"latest\"]}", Optional.of(token));
        AccessLog.Entry first = logged.poll(10, TimeUnit.SECONDS);
        assertThat(first).extracting(AccessLog.Entry::identity, AccessLog.Entry::remote,
                AccessLog.Entry::method, AccessLog.Entry::target, AccessLog.Entry::block,
                AccessLog.Entry::code)
                .containsExactly("anonymous", "127.0.0.1", "eth_getBalance", account, "0x0", 0);
        AccessLog.Entry second = logged.poll(10, TimeUnit.SECONDS);
        assertThat(second).extracting(AccessLog.Entry::identity, AccessLog.Entry::method,
                AccessLog.Entry::target, AccessLog.Entry::block, AccessLog.Entry::code)
                .containsExactly("alice", "eth_call", account, "latest", -40100);
    }

    @Test
    void aMisspeltGroupOrAWeakKeyStopsTheStart() throws Exception {
        assertThatThrownBy(() -> start(Security.openTo(new Grants(Set.of("debgu")))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("\"debgu\"");
        Files.writeString(folder.resolve("secret"), "short");
        assertThatThrownBy(() -> start(security(Security.Rates.UNLIMITED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 32 bytes");
        Files.writeString(folder.resolve("secret"), SECRET);
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1_024);
        write("rsa.pem", weak.generateKeyPair().getPublic());
        assertThatThrownBy(() -> start(security(Security.Rates.UNLIMITED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RSA key of at least 2048 bits");
    }
}
