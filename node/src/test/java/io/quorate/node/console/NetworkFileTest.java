package io.quorate.node.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.node.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFileTest {
    @TempDir
    private Path folder;

    @Test
    void addsListsAndRemoves() throws Exception {
        NetworkFile file = new NetworkFile(folder.resolve("new/networks.json"));
        assertThat(file.read()).isEmpty();
        file.add(NetworkFile.Entry.of("one", "https://a.example:8545/key"));
        file.add(NetworkFile.Entry.of("two", "http://[::1]:1"));
        assertThat(file.read()).extracting(NetworkFile.Entry::name).containsExactly("one", "two");
        assertThat(file.read().getFirst().shownUrl()).isEqualTo("https://a.example:8545");
        assertThat(Files.getPosixFilePermissions(file.path()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> file.add(NetworkFile.Entry.of("one", "http://b.example")))
                .isInstanceOf(OperatorException.class).hasMessageContaining("already");
        file.remove("one");
        assertThat(file.read()).extracting(NetworkFile.Entry::name).containsExactly("two");
        assertThatThrownBy(() -> file.remove("one")).isInstanceOf(OperatorException.class)
                .hasMessageContaining("it has: two");
        for (int i = 0; i < 31; i++) {
            file.add(NetworkFile.Entry.of("n" + i, "http://b.example"));
        }
        assertThatThrownBy(() -> file.add(NetworkFile.Entry.of("more", "http://b.example")))
                .isInstanceOf(OperatorException.class).hasMessageContaining("32 networks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://a.example", "file:///etc/passwd", "http://", "a.example",
            "http://user:password@a.example", "http://a.example/#x", "http://a b", "javascript:1"})
    void refusesWhatIsNoUrlOfJsonRpc(String url) {
        assertThatThrownBy(() -> NetworkFile.Entry.of("n", url))
                .isInstanceOf(OperatorException.class).hasMessageContaining("http:// or https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "-a", "<img>", "a\nb",
            "01234567890123456789012345678901234567890"})
    void refusesWhatIsNoName(String name) {
        assertThatThrownBy(() -> NetworkFile.Entry.of(name, "http://a.example"))
                .isInstanceOf(OperatorException.class).hasMessageContaining("no name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"networks\":{}}", "{\"networks\":[{\"name\":\"a\"}]}",
            "{\"networks\":[],\"networks\":[]}", "{\"networks\":[]} x", "",
            "{\"networks\":[{\"name\":\"a\",\"rpc\":\"http://a\"},{\"name\":\"a\",\"rpc\":\"http://a\"}]}"})
    void refusesAnotherFile(String text) throws Exception {
        Path path = folder.resolve("networks.json");
        Files.writeString(path, text);
        assertThatThrownBy(() -> new NetworkFile(path).read())
                .isInstanceOf(OperatorException.class);
    }

    @Test
    void theUsersFileIsWhereSettingsAre() {
        assertThat(NetworkFile.ofUser(Map.of("QUORATE_NETWORKS", "/a/b.json")).path())
                .isEqualTo(Path.of("/a/b.json"));
        assertThat(NetworkFile.ofUser(Map.of("XDG_CONFIG_HOME", "/c")).path())
                .isEqualTo(Path.of("/c/quorate/networks.json"));
        assertThat(NetworkFile.ofUser(Map.of()).path().toString())
                .endsWith("/.config/quorate/networks.json");
    }
}
