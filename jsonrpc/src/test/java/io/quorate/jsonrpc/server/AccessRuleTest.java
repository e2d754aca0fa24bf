package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.jsonrpc.JsonRpcConfig.Access;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRuleTest {
    private final AccessRule localhost = new AccessRule(Access.LOCALHOST);
    private final AccessRule named = new AccessRule(
            new Access(List.of("https://a.example"), List.of("node.example")));

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "http://LOCALHOST:8080", "https://127.0.0.1:1",
            "http://[::1]:3000"})
    void takesLocalOrigins(String origin) {
        assertThat(localhost.allowsOrigin(Optional.of(origin))).isTrue();
        assertThat(named.allowsOrigin(Optional.of(origin))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "http://localhost.evil.example", "http://evil.example",
            "http://evil.example/localhost", "http://localhost@evil.example", "not an origin"})
    void takesNoOtherOrigins(String origin) {
        assertThat(localhost.allowsOrigin(Optional.of(origin))).isFalse();
    }

    /** A wallet in the browser asks in its own name, not in that of the page that it serves. */
    @ParameterizedTest
    @ValueSource(strings = {"chrome-extension://nkbihfbeogaeaoehlefnkodbefgpgknn",
            "moz-extension://5e3ef2dc-1b1a-4f4e-a0f5-3f2d6d6f4f2a",
            "safari-web-extension://5E3EF2DC-1B1A-4F4E-A0F5-3F2D6D6F4F2A"})
    void takesExtensionsWhereTheyAreNamed(String origin) {
        AccessRule one = new AccessRule(new Access(List.of(origin), List.of()));
        AccessRule all = new AccessRule(new Access(List.of("extensions"), List.of()));
        AccessRule development = new AccessRule(Access.DEVELOPMENT);
        assertThat(one.allowsOrigin(Optional.of(origin))).isTrue();
        assertThat(one.allowsOrigin(Optional.of(origin + "a"))).isFalse();
        assertThat(all.allowsOrigin(Optional.of(origin))).isTrue();
        assertThat(development.allowsOrigin(Optional.of(origin))).isTrue();
        assertThat(localhost.allowsOrigin(Optional.of(origin))).isFalse();
        assertThat(named.allowsOrigin(Optional.of(origin))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://extensions", "chrome-extension://",
            "chrome-extension://a.example", "https://chrome-extension.example",
            "chrome-extension://a/b", "x-chrome-extension://a"})
    void takesNothingElseForAnExtension(String origin) {
        AccessRule extensions = new AccessRule(new Access(List.of("extensions"), List.of()));
        assertThat(extensions.allowsOrigin(Optional.of(origin))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"http://node.example:8545, node.example, 8545, false, true",
            "http://NODE.example, node.example, -1, false, true",
            "https://node.example, node.example, -1, true, true",
            "https://node.example, node.example, -1, false, true", // a proxy ends TLS
            "http://node.example, node.example, -1, true, false",
            "http://node.example:8546, node.example, 8545, false, false",
            "http://node.example.evil, node.example, -1, false, false",
            "http://evil.example, node.example, -1, false, false",
            "null, node.example, -1, false, false"})
    void takesItsOwnPagesWhereItServesSome(String origin, String host, int port, boolean tls,
            boolean taken) {
        HostAndPort authority = HostAndPort.create(host, port);
        AccessRule own = new AccessRule(Access.CLOSED.withSelf());
        assertThat(own.allowsOrigin(Optional.of(origin), authority, tls)).isEqualTo(taken);
        assertThat(own.allowsOrigin(Optional.of(origin), null, tls)).isFalse();
        assertThat(own.allowsOrigin(Optional.empty(), authority, tls)).isTrue();
        assertThat(new AccessRule(Access.CLOSED).allowsOrigin(Optional.of(origin), authority, tls))
                .isFalse();
    }

    @Test
    void developmentIsForThisMachineWalletsAndRemix() {
        AccessRule development = new AccessRule(Access.DEVELOPMENT);
        assertThat(development.allowsOrigin(Optional.of("http://localhost:3000"))).isTrue();
        assertThat(development.allowsOrigin(Optional.of("https://remix.ethereum.org"))).isTrue();
        assertThat(development.allowsOrigin(Optional.of("http://remix.ethereum.org"))).isFalse();
        assertThat(development.allowsOrigin(Optional.of("https://evil.example"))).isFalse();
    }

    @Test
    void takesWhatIsNamedOrAll() {
        assertThat(named.allowsOrigin(Optional.of("https://a.example"))).isTrue();
        assertThat(named.allowsOrigin(Optional.empty())).as("not a page").isTrue();
        assertThat(named.allowsHost(Optional.of("Node.Example"))).isTrue();
        AccessRule all = new AccessRule(new Access(List.of("*"), List.of("*")));
        assertThat(all.allowsOrigin(Optional.of("http://evil.example"))).isTrue();
        assertThat(all.allowsHost(Optional.of("evil.example"))).isTrue();
    }

    /** A name that its owner points at this machine is not taken for this machine. */
    @Test
    void takesAddressesButNoForeignNames() {
        for (String host : List.of("localhost", "127.0.0.1", "10.0.0.7", "[::1]", "fe80::1")) {
            assertThat(localhost.allowsHost(Optional.of(host))).as(host).isTrue();
        }
        assertThat(localhost.allowsHost(Optional.of("evil.example"))).isFalse();
        assertThat(localhost.allowsHost(Optional.of("127.0.0.1.evil.example"))).isFalse();
    }
}
