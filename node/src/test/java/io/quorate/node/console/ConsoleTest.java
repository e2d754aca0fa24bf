package io.quorate.node.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.HttpPages;
import io.quorate.node.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
    private static final HttpPages OTHERS = path -> path.equals("/health")
            ? Optional.of(new HttpPages.Page(200, "text/plain", "ok"))
            : Optional.empty();

    @TempDir
    private Path folder;

    private static Console start(Optional<Path> networks) {
        return Console.start(new ConsoleSettings(networks), InstantSource.system(), OTHERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/", "/console/index.html",
            "/console/console.js", "/console/console.css", "/console/icon.svg",
            "/console/networks.json"})
    void everyPageHasTheSafeHeaders(String path) {
        try (Console console = start(Optional.empty())) {
            HttpPages.Page page = console.page(path, Grants.ALL).orElseThrow();
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.headers()).containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("Referrer-Policy", "no-referrer");
            assertThat(page.headers().get("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'", "style-src 'self'",
                            "frame-ancestors 'none'", "require-trusted-types-for 'script'")
                    .doesNotContain("unsafe");
        }
    }

    /** A policy without inline code would be worth nothing if the page had some. */
    @Test
    void thePageHasNoInlineCodeAndNamesNobodyElse() {
        try (Console console = start(Optional.empty())) {
            String index = console.page("/console").orElseThrow().body();
            assertThat(index).contains("src=\"/console/console.js\"")
                    .doesNotContainPattern("<script[^>]*>[^<]").doesNotContain("style=", "http:",
                            "https:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/Console.class", "/console/../node/Main.class",
            "/console//index.html", "/console/index.html/", "/consolex", "/console/%2e%2e/x"})
    void nothingElseOfTheJarIsServed(String path) {
        try (Console console = start(Optional.empty())) {
            assertThat(console.page(path, Grants.ALL)).isEmpty();
        }
    }

    @Test
    void otherPagesStayWhatTheyAre() {
        try (Console console = start(Optional.empty())) {
            assertThat(console.page("/health").orElseThrow().body()).isEqualTo("ok");
        }
    }

    @Test
    void networksAreForRolesOfOperators() throws Exception {
        Path file = folder.resolve("networks.json");
        new NetworkFile(file).add(NetworkFile.Entry.of("test", "http://127.0.0.1:9/secret"));
        try (Console console = start(Optional.of(file))) {
            String path = "/console/networks.json";
            assertThat(console.page(path).orElseThrow().status()).isEqualTo(403);
            assertThat(console.page(path, Grants.STANDARD).orElseThrow().status())
                    .isEqualTo(403);
            HttpPages.Page page = console.page(path, new Grants(Set.of("admin"))).orElseThrow();
            assertThat(page.body()).contains("\"test\"", "http://127.0.0.1:9")
                    .doesNotContain("secret");
            Files.writeString(file, "{");
            assertThat(console.page(path, Grants.ALL).orElseThrow().body()).contains("no JSON");
        }
        assertThatThrownBy(() -> start(Optional.of(file))).isInstanceOf(OperatorException.class)
                .hasMessageContaining("networks.json is no JSON");
    }
}
