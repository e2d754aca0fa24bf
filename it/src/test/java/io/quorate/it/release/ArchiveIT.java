package io.quorate.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.quorate.it.support.Poll;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacked on a machine without a JDK, Maven, or anything on the PATH, the archive runs networks. */
class ArchiveIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** No variable at all, as after {@code env -i}, and an empty PATH. */
    private static final Map<String, String> BARE = Map.of("PATH", "");

    @TempDir
    private Path folder;

    private ProductProcess start(Path home, String... arguments) {
        return ProductProcess.exec(folder, BARE, Release.command(home.resolve("quorate"),
                arguments));
    }

    private String run(Path home, String... arguments) throws InterruptedException {
        try (ProductProcess process = start(home, arguments)) {
            assertThat(process.awaitExit(Duration.ofMinutes(5))).as(process.describe()).isZero();
            return process.printed();
        }
    }

    @Test
    void runsWithNothingButItself() throws Exception {
        Path home = Release.current().unpack(folder);
        assertThat(run(home, "--version")).contains("quorate 0.1.0").containsPattern(
                "commit [0-9a-f]{40}");
        int port = Ports.free(4);
        try (ProductProcess dev = start(home, "dev", "--rpc-port", String.valueOf(port))
                .awaitReady()) {
            RpcClient rpc = new RpcClient("http://127.0.0.1:" + port);
            assertThat(rpc.call("eth_sendRawTransactionSync", Wallet.unfunded(1337).signPing(),
                    10_000).get("status").asText()).isEqualTo("0x1");
            assertThat(dev.terminate()).isZero();
        }
    }

    @Test
    void runsAReplicaOfANetworkAfterItsStartUpCacheIsMade() throws Exception {
        Path home = Release.current().unpack(folder);
        assertThat(run(home, "prepare")).contains("starts will use");
        assertThat(home.resolve("cache/quorate.aot")).isNotEmptyFile();
        int base = Ports.free(8);
        run(home, "network", "init", "--chain-id", "2026", "--dir", "net", "--base-port",
                String.valueOf(base), "--rpc-port", String.valueOf(base + 4));
        List<ProductProcess> replicas = new ArrayList<>();
        try {
            for (int k = 0; k < 3; k++) { // a quorum
                replicas.add(start(home, "node", "--config",
                        "net/replica-" + k + "/quorate.toml"));
            }
            replicas.forEach(ProductProcess::awaitReady);
            RpcClient rpc = new RpcClient("http://127.0.0.1:" + (base + 4));
            Poll.until("a receipt", LIMIT, () -> rpc.answer("eth_sendRawTransactionSync",
                    new Wallet("0x" + "11".repeat(32), 2026).signPing(), 10_000).has("result")
                    || RpcClient.quantity(rpc.call("eth_blockNumber")) > 0,
                    () -> replicas.getFirst().describe());
            assertThat(Files.readString(Path.of("/proc/" + replicas.getFirst().pid()
                    + "/cmdline"))).contains("-XX:AOTCache=" + home.toRealPath());
        } finally {
            replicas.forEach(ProductProcess::close);
        }
    }

    @Test
    void everyFileIsAsItsSumSays() throws Exception {
        Release release = Release.current();
        Path archive = release.archive();
        assertThat(Release.sums(archive.resolveSibling(archive.getFileName() + ".sha256")))
                .containsEntry(archive.getFileName().toString(), Release.sha256(archive));
        Path home = release.unpack(folder);
        Map<String, String> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(each -> Files.isRegularFile(each,
                    java.nio.file.LinkOption.NOFOLLOW_LINKS)).toList()) {
                found.put(home.relativize(file).toString(), Release.sha256(file));
            }
        }
        found.remove("SHA256SUMS");
        assertThat(Release.sums(home.resolve("SHA256SUMS"))).isEqualTo(found);
    }

    @Test
    void theInventoryIsValidAndNamesEveryJar() throws Exception {
        Path home = Release.current().unpack(folder);
        JsonNode bom = new ObjectMapper().readTree(home.resolve("sbom.cdx.json").toFile());
        assertThat(schema().validate(bom)).isEmpty();
        Map<String, String> listed = new HashMap<>();
        bom.get("components").forEach(component -> listed.put(component.get("name").asText() + "-"
                + component.get("version").asText(), component.at("/hashes/0/content").asText()));
        assertThat(listed.keySet()).anyMatch(name -> name.startsWith("openjdk-runtime-25"));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(home.resolve("lib"), "*.jar")) {
            for (Path jar : jars) {
                assertThat(listed).containsEntry(
                        jar.getFileName().toString().replaceFirst("\\.jar$", ""),
                        Release.sha256(jar));
            }
        }
        assertThat(home.resolve("licenses/THIRD-PARTY.md")).content().contains("rocksdbjni",
                "Apache-2.0");
        assertThat(home.resolve("LICENSE")).isNotEmptyFile();
        assertThat(home.resolve("systemd/quorate@.service")).content().contains("ExecStart=");
    }

    /** CycloneDX 1.6, as the library of its makers has it, with the two schemas that it refers to. */
    private static Schema schema() throws Exception {
        Map<String, String> texts = new HashMap<>();
        for (String name : List.of("bom-1.6.schema.json", "spdx.schema.json",
                "jsf-0.82.schema.json")) {
            try (InputStream in = ArchiveIT.class.getResourceAsStream("/" + name)) {
                texts.put("http://cyclonedx.org/schema/" + name,
                        new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        String main = texts.get("http://cyclonedx.org/schema/bom-1.6.schema.json");
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7,
                builder -> builder.schemas(texts)).getSchema(main);
    }
}
