package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/genesis-file.md names every key with its default. */
class DocumentationTest {
    private static final Path PAGE = Path.of(System.getProperty("quorate.root"),
            "docs/genesis-file.md");

    @TempDir
    private Path temp;

    @Test
    void everySettingIsThereWithItsDefault() throws IOException {
        String page = Files.readString(PAGE);

        for (SettingKey key : SettingKey.values()) {
            String row = page.lines().filter(line -> line.startsWith("| `" + key.section() + "."))
                    .filter(line -> line.contains("`" + key.path() + "`")).findFirst().orElse("");
            String text = key.defaultValue().equals("") ? "\"\"" : key.defaultValue().toString();
            assertThat(row).as(key.path()).contains("`" + text + "`");
        }
    }

    @Test
    void everyKeyOfTheGeneratedFilesIsThere() throws IOException {
        String page = Files.readString(PAGE);
        NetworkLayout layout = NetworkInit
                .create(NetworkSpec.onLoopback(4, temp.resolve("net"), 1));
        JsonSection root = JsonSection.root("genesis",
                JsonTree.parse("genesis", Files.readAllBytes(layout.genesisFile())));
        JsonSection quorate = root.strictSection("quorate").orElseThrow();

        assertThat(quorate.keys()).filteredOn(key -> !key.equals("limits"))
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
        assertThat(quorate.strictSection("limits").orElseThrow().keys())
                .allSatisfy(key -> assertThat(page).contains("| `limits." + key + "` |"));
        assertThat(quorate.strictSections("validators", 4).getFirst().keys())
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
        assertThat(root.keys()).allSatisfy(key -> assertThat(page).contains("`" + key));
    }

    /** A file with every key at its default is a file without any. */
    @Test
    void theGeneratedConfigurationDiffersFromTheDefaultsOnlyWhereItMust() throws IOException {
        Path written = Files.writeString(temp.resolve("quorate.toml"), ReplicaConfigText
                .of(new Endpoint("127.0.0.1", 30_303), new Endpoint("127.0.0.1", 8_545), 9_545)
                .replace("../genesis.json", "genesis.json"));
        NodeSettings explicit = ReplicaConfigFile.read(written, Map.of());

        Files.writeString(written, "");

        assertThat(explicit).isEqualTo(ReplicaConfigFile.read(written, Map.of()));
    }
}
