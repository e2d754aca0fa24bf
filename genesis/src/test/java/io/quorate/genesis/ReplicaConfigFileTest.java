package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaConfigFileTest {
    @TempDir
    private Path temp;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = temp.resolve("quorate.toml");
    }

    private NodeSettings read(String toml, Map<String, String> environment) throws IOException {
        Files.writeString(file, toml);
        return ReplicaConfigFile.read(file, environment);
    }

    private String refusal(String toml, Map<String, String> environment) throws IOException {
        Files.writeString(file, toml);
        ConfigException e = catchThrowableOfType(ConfigException.class,
                () -> ReplicaConfigFile.read(file, environment));
        assertThat(e).as(toml).isNotNull();
        return e.getMessage().replace(file + ":", "quorate.toml:");
    }

    private String refusal(String toml) throws IOException {
        return refusal(toml, Map.of());
    }

    @Test
    void anEmptyFileGivesTheDefaultsAllOnLoopback() throws Exception {
        NodeSettings settings = read("", Map.of());

        assertThat(settings.dataDir()).isEqualTo(temp.resolve("data"));
        assertThat(settings.genesisFile()).isEqualTo(temp.resolve("genesis.json"));
        assertThat(settings.recording()).isEmpty();
        assertThat(settings.p2p().listen()).isEqualTo(new Endpoint("127.0.0.1", 30303));
        assertThat(settings.rpc())
                .isEqualTo(new NodeSettings.Rpc(true, new Endpoint("127.0.0.1", 8545),
                        List.of("eth", "net", "web3"), List.of(), List.of(), Optional.empty(),
                        1_000,
                        100_000_000));
        assertThat(settings.metrics().enabled()).isFalse();
        assertThat(settings.log().level()).isEqualTo(NodeSettings.Log.Level.INFO);
    }

    @Test
    void theFolderOfRecordingsStartsAtTheFileTooAndIsNoneIfEmpty() throws Exception {
        String toml = "[node]\nrecord = \"tapes\"\n";

        assertThat(read(toml, Map.of()).recording()).contains(temp.resolve("tapes"));
        assertThat(read(toml, Map.of("QUORATE_NODE_RECORD", "")).recording()).isEmpty();
        assertThat(read("[node]\nrecord = \"\"\n", Map.of()).recording()).isEmpty();
    }

    @Test
    void theFileIsReadAndPathsStartAtIt() throws Exception {
        NodeSettings settings = read("""
                [node]
                data-dir = "/var/lib/quorate"
                genesis = "../genesis.json"
                [keys]
                tls-key = "secrets/tls.key"
                [p2p]
                host = "::1"
                port = 0
                [rpc]
                enabled = false
                [log]
                level = "DEBUG"
                """, Map.of());

        assertThat(settings.dataDir()).isEqualTo(Path.of("/var/lib/quorate"));
        assertThat(settings.genesisFile()).isEqualTo(temp.getParent().resolve("genesis.json"));
        assertThat(settings.keys().tlsKey()).isEqualTo(temp.resolve("secrets/tls.key"));
        assertThat(settings.p2p().listen()).isEqualTo(new Endpoint("::1", 0));
        assertThat(settings.rpc().enabled()).isFalse();
        assertThat(settings.log().level()).isEqualTo(NodeSettings.Log.Level.DEBUG);
    }

    @Test
    void theEnvironmentWinsAndItsPathsStartAtTheWorkingDirectory() throws Exception {
        NodeSettings settings = read("[rpc]\nport = 1\n", Map.of("QUORATE_RPC_PORT", "2",
                "QUORATE_NODE_DATA_DIR", "elsewhere", "QUORATE_HOME", "of no concern"));

        assertThat(settings.rpc().listen().port()).isEqualTo(2);
        assertThat(settings.dataDir()).isEqualTo(Path.of("elsewhere").toAbsolutePath());
    }

    @Test
    void anUnknownKeyIsRefusedWithItsLineAndTheNearestOne() throws Exception {
        assertThat(refusal("# here\n[rpc]\nprot = 1\n")).isEqualTo(
                "quorate.toml:3: rpc.prot is unknown; did you mean rpc.port?");
        assertThat(refusal("\n[rcp]\nport = 1\n"))
                .isEqualTo("quorate.toml:2: rcp is unknown; did you mean rpc?");
        assertThat(refusal("port = 1\n")).startsWith("quorate.toml:1: port is unknown");
        assertThat(refusal("", Map.of("QUORATE_RPC_PROT", "1"))).isEqualTo(
                "environment: QUORATE_RPC_PROT is unknown; did you mean QUORATE_RPC_PORT?");
    }

    @Test
    void aWrongValueIsRefusedWithItsPlaceAndWhatIsAllowed() throws Exception {
        assertThat(refusal("[rpc]\n\nport = 70000\n")).isEqualTo(
                "quorate.toml:3: rpc.port is \"70000\"; expected a port from 0 to 65535");
        assertThat(refusal("[rpc]\nenabled = 1\n")).isEqualTo(
                "quorate.toml:2: rpc.enabled is \"1\"; expected true or false");
        assertThat(refusal("[log]\nlevel = \"loud\"\n")).isEqualTo(
                "quorate.toml:2: log.level is \"loud\"; expected error, warn, info, debug, trace");
        assertThat(refusal("[p2p]\nhost = \"a b\"\n")).contains("p2p.host is \"a b\"");
        assertThat(refusal("[node]\ngenesis = \"\"\n")).contains("node.genesis is \"\"");
        assertThat(refusal("[rpc]\nport = [1]\n")).contains("rpc.port is no single value");
        assertThat(refusal("rpc = 1\n")).contains("rpc is a section");
        assertThat(refusal("", Map.of("QUORATE_RPC_PORT", "x"))).isEqualTo(
                "QUORATE_RPC_PORT is \"x\"; expected a port from 0 to 65535");
    }

    @Test
    void whoIsToldOfTransactionsIsRead() throws Exception {
        assertThat(read("", Map.of()).tracing())
                .isEqualTo(new NodeSettings.Tracing(Optional.empty(), 1));
        assertThat(read("[tracing]\nsampling-ratio = 0.25\n", Map.of("QUORATE_TRACING_ENDPOINT",
                "https://collector:4318/v1/traces")).tracing())
                .isEqualTo(new NodeSettings.Tracing(
                        Optional.of(URI.create("https://collector:4318/v1/traces")), 0.25));
        for (String wrong : List.of("collector:4318", "ftp://collector/", "http:///v1/traces",
                "http://a b/")) {
            assertThat(refusal("[tracing]\nendpoint = \"" + wrong + "\"\n")).isEqualTo(
                    "quorate.toml:2: tracing.endpoint is \"" + wrong
                            + "\"; expected an address that begins with http:// or https://");
        }
        for (String wrong : List.of("1.5", "-1", "many", "1e-3")) {
            assertThat(refusal("", Map.of("QUORATE_TRACING_SAMPLING_RATIO", wrong))).isEqualTo(
                    "QUORATE_TRACING_SAMPLING_RATIO is \"" + wrong
                            + "\"; expected a number from 0 to 1, such as 0.25");
        }
    }

    @Test
    void theFormOfLinesIsRead() throws Exception {
        assertThat(read("", Map.of()).log().format()).isEqualTo(NodeSettings.Log.Format.TEXT);
        assertThat(read("[log]\nformat = \"json\"\n", Map.of()).log().format())
                .isEqualTo(NodeSettings.Log.Format.JSON);
        assertThat(refusal("[log]\nformat = \"xml\"\n")).isEqualTo(
                "quorate.toml:2: log.format is \"xml\"; expected text, json");
    }

    @Test
    void whatIsKeptIsRead() throws Exception {
        assertThat(read("", Map.of()).storage()).isEqualTo(new NodeSettings.Storage(
                NodeSettings.Storage.Mode.ARCHIVE, 100_000, 256, 24, 16, 256));
        assertThat(read("[storage]\nmode = \"pruned\"\nblocks-kept = 300\ncache-mib = 512\n",
                Map.of("QUORATE_STORAGE_MIN_FREE_MIB", "0")).storage())
                .isEqualTo(new NodeSettings.Storage(NodeSettings.Storage.Mode.PRUNED, 300, 0, 512,
                        16, 256));
        assertThat(refusal("[storage]\nmode = \"some\"\n")).isEqualTo(
                "quorate.toml:2: storage.mode is \"some\"; expected archive, pruned");
        assertThat(refusal("[storage]\nblocks-kept = 255\n")).isEqualTo(
                "quorate.toml:2: storage.blocks-kept is \"255\"; expected a whole number from 256");
    }

    @Test
    void whatIsNotTomlIsRefusedWithItsLine() throws Exception {
        assertThat(refusal("[rpc]\nport = \n")).startsWith("quorate.toml:2: not valid TOML");
        assertThat(refusal("[rpc]\nport = 1\nport = 2\n")).contains("not valid TOML");
        assertThat(refusal("#".repeat(300_000))).contains("larger than");
    }

    @Test
    void aMissingFileIsNamed() {
        ConfigException e = catchThrowableOfType(ConfigException.class,
                () -> ReplicaConfigFile.read(temp.resolve("absent.toml"), Map.of()));

        assertThat(e).hasMessageContaining("there is no configuration")
                .hasMessageContaining("absent.toml");
    }
}
