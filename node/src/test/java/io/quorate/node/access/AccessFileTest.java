package io.quorate.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.evm.primitives.Address;
import io.quorate.execution.ReaderIdentity;
import io.quorate.jsonrpc.AccessLog;
import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.Security;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFileTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeKeys() throws IOException {
        for (String name : List.of("cert.pem", "key.pem", "ca.pem", "jwt.hex", "idp.pem")) {
            Files.writeString(folder.resolve(name), name);
        }
    }

    private AccessFile.Access read(String toml) throws IOException {
        Path file = folder.resolve("access.toml");
        Files.writeString(file, toml);
        return AccessFile.read(file, Grants.STANDARD);
    }

    @Test
    void readsAllOfIt() throws IOException {
        AccessFile.Access access = read("""
                [roles]
                reader = ["eth", "net"]
                auditor = ["audit", "debug_traceTransaction"]

                [clients]
                "CN=explorer,O=Bank" = ["reader", "auditor"]

                [identities]
                "CN=explorer,O=Bank" = "0x36615Cf349d7F6344891B1e7CA7C72883F5dc049"
                alice = "0xa61464658afeaf65cccaafd3a512b69a83b77618"
                carol = "organisation 2"

                [tls]
                certificate = "cert.pem"
                key = "key.pem"
                client-authorities = "ca.pem"

                [tokens]
                secret-file = "jwt.hex"
                public-key-files = ["idp.pem"]
                issuer = "https://idp.example"
                audience = "quorate"
                roles-claim = "groups"

                [limits]
                requests-per-second = 50
                concurrent = 8

                [log]
                file = "logs/access.jsonl"

                [journal]
                folder = "reads"
                """);
        Security security = access.security();
        assertThat(security.open()).isEqualTo(Grants.STANDARD);
        assertThat(security.grantsOf(security.clients().get("CN=explorer,O=Bank")).names())
                .isEqualTo(Set.of("eth", "net", "audit", "debug_traceTransaction"));
        assertThat(security.identityOf("CN=explorer,O=Bank")).contains(
                new ReaderIdentity.OfAccount(
                        Address.fromHex("0x36615cf349d7f6344891b1e7ca7c72883f5dc049")));
        assertThat(security.identityOf("alice")).isPresent();
        assertThat(security.identityOf("carol"))
                .contains(new ReaderIdentity.OfOrganisation(2));
        assertThat(security.identityOf("bob")).isEmpty();
        assertThat(security.tls()).hasValueSatisfying(tls -> assertThat(tls.clientAuthorities())
                .contains(folder.resolve("ca.pem")));
        assertThat(security.tokens()).hasValueSatisfying(tokens -> {
            assertThat(tokens.secret()).contains(folder.resolve("jwt.hex"));
            assertThat(tokens.publicKeys()).containsExactly(folder.resolve("idp.pem"));
            assertThat(tokens.issuer()).contains("https://idp.example");
            assertThat(tokens.rolesClaim()).isEqualTo("groups");
        });
        assertThat(security.rates()).isEqualTo(new Security.Rates(50, 8));
        assertThat(access.logs().log()).contains(folder.resolve("logs/access.jsonl"));
        assertThat(access.logs().journal()).contains(new AccessLogs.Journal(folder.resolve("reads"),
                1_000, 3_600));
    }

    @Test
    void anEmptyFileChangesNothing() throws IOException {
        assertThat(read("")).isEqualTo(new AccessFile.Access(Security.openTo(Grants.STANDARD),
                AccessLogs.NONE));
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        for (String[] wrong : new String[][]{
                {"[role]\n",
                        "role is unknown; allowed here are [clients, identities, journal, limits, log"},
                {"[tls]\ncert = \"cert.pem\"\n", "tls.cert is unknown"},
                {"[tls]\ncertificate = \"none.pem\"\nkey = \"key.pem\"\n", "no readable file"},
                {"[tls]\ncertificate = \"cert.pem\"\n", "tls.key is missing"},
                {"[clients]\n\"CN=a\" = [\"reader\"]\n", "names the role \"reader\""},
                {"[roles]\nr = [\"eth\"]\n[clients]\n\"CN=a\" = [\"r\"]\n", "client-authorities"},
                {"[roles]\nr = \"eth\"\n", "roles.r"},
                {"[identities]\nalice = \"0x12\"\n", "identities.\"alice\" is \"0x12\""},
                {"[limits]\nconcurrent = -1\n", "below 0"},
                {"[log]\n", "log.file is missing"},
                {"roles = \n", "not valid TOML"}}) {
            assertThatThrownBy(() -> read(wrong[0])).as(wrong[0])
                    .isInstanceOf(OperatorException.class).hasMessageContaining(wrong[1])
                    .hasMessageContaining("access.toml");
        }
        assertThatThrownBy(() -> AccessFile.read(folder.resolve("none"), Grants.ALL))
                .isInstanceOf(OperatorException.class).hasMessageContaining("rpc.access");
    }

    @Test
    void theLogIsALineOfJsonForEachRequest() throws IOException {
        Path file = folder.resolve("access.jsonl");
        try (AccessLogFile log = new AccessLogFile(file)) {
            log.answered(new AccessLog.Entry("ali\"ce\n", "127.0.0.1", "eth_call", "0xab",
                    "latest", -40100, 17));
            log.answered(new AccessLog.Entry("bob", "::1", "eth_chainId", "", "", 0, 3));
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.getFirst());
        assertThat(first.get("identity").textValue()).isEqualTo("ali\"ce\n");
        assertThat(first.get("code").intValue()).isEqualTo(-40100);
        assertThat(Instant.parse(first.get("time").textValue())).isBefore(Instant.MAX);
        assertThatThrownBy(() -> new AccessLogFile(folder.resolve("cert.pem/no.jsonl")))
                .isInstanceOf(OperatorException.class).hasMessageContaining("cannot be written");
    }
}
