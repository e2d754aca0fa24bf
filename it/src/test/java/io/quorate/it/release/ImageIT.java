package io.quorate.it.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.Wallet;
import java.io.IOException;
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

/**
 * The layers of the image, laid over each other, are enough to run a replica, as its configuration says: by its user, with a
 * root that cannot be written. No daemon is needed: a mount namespace and chroot do what matters here of a container.
 */
class ImageIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Arguments: root, configuration, data, user; then the command. */
    private static final String CONTAINER = """
            set -e
            root=$1; configuration=$2; data=$3; user=$4; shift 4
            mount --bind "$root" "$root"
            mount --rbind /proc "$root/proc"
            mount --rbind /dev "$root/dev"
            mount -t tmpfs tmpfs "$root/tmp"
            mount --bind "$configuration" "$root/etc/quorate"
            mount --bind "$data" "$root/var/lib/quorate"
            mount -o remount,bind,ro "$root"
            exec chroot --groups= --userspec="$user" "$root" "$@"
            """;

    @TempDir
    private Path folder;

    @Test
    void holdsNoShellAndRunsAsNobody() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        JsonNode config = unpack(root).get("config");
        assertThat(config.get("User").asText()).isEqualTo("10001:10001");
        assertThat(config.get("Entrypoint").get(0).asText())
                .isEqualTo("/opt/quorate/runtime/bin/java");
        try (Stream<Path> files = Files.walk(root)) {
            List<String> programs = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/opt/quorate/runtime/"))
                    .filter(file -> file.getParent().endsWith("bin")
                            || file.getParent().endsWith("sbin"))
                    .map(Path::toString).toList();
            assertThat(programs).isEmpty();
        }
        JsonNode bom = JSON.readTree(root.resolve("opt/quorate/sbom.cdx.json").toFile());
        assertThat(bom.get("components").findValuesAsText("purl"))
                .anyMatch(purl -> purl.startsWith("pkg:deb/debian/libc6@"))
                .anyMatch(purl -> purl.startsWith("pkg:maven/org.rocksdb/rocksdbjni@"));
        assertThat(root.resolve("opt/quorate/licenses/debian-libc6")).isNotEmptyFile();
    }

    @Test
    void runsAReplicaOfANetwork() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")),
                "SKIPPED: only the superuser may mount and chroot");
        Path root = Files.createDirectory(folder.resolve("root"));
        JsonNode config = unpack(root).get("config");
        for (String name : List.of("proc", "dev", "etc/quorate")) {
            Files.createDirectories(root.resolve(name)); // which a container's runtime makes
        }
        Path data = Files.createDirectory(folder.resolve("data"));
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4)) {
            Release.run(folder, "chown", "-R", config.get("User").asText(), "data",
                    "net/replica-3");
            Release.run(folder, "chmod", "755", "net"); // replica 3's own user reads genesis.json
            network.start(3);
            List<String> command = new ArrayList<>(List.of("/usr/bin/unshare", "--mount",
                    "/bin/sh", "-c", CONTAINER, "container", root.toString(),
                    folder.resolve("net").toString(), data.toString(),
                    config.get("User").asText()));
            config.get("Entrypoint").forEach(word -> command.add(word.asText()));
            command.addAll(List.of("node", "--config", "/etc/quorate/replica-3/quorate.toml"));
            try (ProductProcess replica = ProductProcess.exec(folder, environment(config), command)
                    .awaitReady()) {
                assertThat(Files.readString(Path.of("/proc/" + replica.pid() + "/status")))
                        .containsPattern("Uid:\\s+10001\\s+10001");
                String hash = network.rpc(0).call("eth_sendRawTransactionSync",
                        Wallet.unfunded(NodeNetwork.CHAIN_ID).signPing(), 20_000)
                        .get("transactionHash").asText();
                Poll.until("the receipt at the replica in the image", Duration.ofSeconds(90),
                        () -> network.rpc(3).receipt(hash).isPresent(), replica::describe);
                assertThat(data.resolve("chain")).isDirectory();
                assertThat(replica.terminate()).as(replica.describe()).isZero();
            }
        }
    }

    private static Map<String, String> environment(JsonNode config) {
        Map<String, String> environment = new HashMap<>();
        config.get("Env").forEach(entry -> {
            String[] parts = entry.asText().split("=", 2);
            environment.put(parts[0], parts[1]);
        });
        return environment;
    }

    /** Lays the layers over each other in {@code root} and gives the image's configuration. */
    private JsonNode unpack(Path root) throws Exception {
        Path image = Files.createDirectory(folder.resolve("image"));
        Release.run(image, "tar", "-xf", Release.current().image().toString());
        JsonNode manifest = JSON.readTree(image.resolve("manifest.json").toFile()).get(0);
        for (JsonNode layer : manifest.get("Layers")) {
            Release.run(root, "tar", "-xzpf", image.resolve(layer.asText()).toString(), "-C",
                    root.toString(), "--numeric-owner");
        }
        return readConfig(image.resolve(manifest.get("Config").asText()));
    }

    private static JsonNode readConfig(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }
}
