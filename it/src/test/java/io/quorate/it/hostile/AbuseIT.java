package io.quorate.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.ProductProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every abuse of {@code bench abuse} against running replicas, each short: no promise is broken. The campaign is the
 * same command with larger numbers, in docs/performance.md.
 */
class AbuseIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(10);
    /** What a replica of 160 MiB of heap and 48 MiB of buffers may take with the database, its code and its stacks. */
    private static final long MEMORY_BYTES_MAX = 640L << 20;

    @Test
    void noPromiseIsBroken(@TempDir Path folder) throws Exception {
        JsonNode report = run(folder, "--seconds", "2", "--sockets", "1000", "--clients", "1000",
                "--fuzz", "20000", "--seed", "1");

        assertThat(report.get("broken")).isEmpty();
        assertThat(report.get("rows")).hasSizeGreaterThanOrEqualTo(13).allSatisfy(row -> {
            assertThat(row.get("tries").asLong()).as(row.toString()).isPositive();
            assertThat(row.path("memoryBytes").asLong()).as(row.toString())
                    .isLessThan(MEMORY_BYTES_MAX);
        });
    }

    private static JsonNode run(Path folder, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bench", "abuse", "--json"));
        command.addAll(List.of(options));
        try (ProductProcess process = ProductProcess.start(folder,
                command.toArray(String[]::new))) {
            process.awaitExit(LIMIT);
            String line = process.printed().lines().filter(text -> text.startsWith("{")).findFirst()
                    .orElseThrow(() -> new AssertionError(process.describe()));
            return JSON.readTree(line);
        }
    }

    /** The fuzzer knows every method of docs/json-rpc.md but those that change the chain for tests. */
    @Test
    void everyMethodIsFuzzed() throws IOException {
        Path root = ProductProcess.root();
        String corpus = Files.readString(root.resolve(
                "node/src/main/java/io/quorate/node/bench/abuse/FuzzCorpus.java"));
        String page = Files.readString(root.resolve("docs/json-rpc.md"));
        String table = page.substring(page.indexOf("## Methods"),
                page.indexOf("methods of other clients"));
        Set<String> missing = new TreeSet<>();
        Pattern.compile(
                "`((?:eth|net|web3|rpc|txpool|debug|trace|audit|bft|admin|ots|testing|personal)"
                        + "_[A-Za-z0-9_]+)`")
                .matcher(table).results().map(match -> match.group(1))
                .filter(method -> !corpus.contains("\"" + method)).forEach(missing::add);

        assertThat(missing).as("methods without a line in FuzzCorpus").isEmpty();
    }
}
