package io.quorate.node.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.node.bench.BenchException;
import io.quorate.state.storage.RocksDbConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small states; how fast the machine is, is its own affair. */
class LedgerBenchTest {
    private static LedgerBenchOptions options(Path folder, int threads) {
        return new LedgerBenchOptions(List.of(40, 3_000), Optional.of(folder), 120, 60, 30, 2, 50,
                List.of(1, 100), threads, RocksDbConfig.SMALL);
    }

    @Test
    void measuresStatesThatTheNextRunFindsReady(@TempDir Path folder) throws IOException {
        List<String> told = new ArrayList<>();
        LedgerReport report = new LedgerBench(options(folder, 1),
                (done, total, text) -> told.add(text)).run();
        assertThat(report.sizes()).extracting(LedgerReport.Size::accounts)
                .containsExactly(40, 3_000);
        assertThat(report.importMillionGasPerSecond()).isPositive();
        assertThat(report.sizes()).allSatisfy(size -> {
            assertThat(size.speeds()).containsOnlyKeys(Way.ALONE);
            assertThat(size.speeds().get(Way.ALONE).transfersPerSecond()).isPositive();
            assertThat(size.speeds().get(Way.ALONE).cpuMicros()).isPositive();
            assertThat(size.diskBytesPerTransfer()).isPositive();
            assertThat(size.openMillis()).isPositive();
            assertThat(size.buildSeconds()).isPositive();
            assertThat(size.oldP99Micros()).isGreaterThanOrEqualTo(size.oldP50Micros());
        });
        assertThat(report.sizes().getFirst().rootMillis()).containsOnlyKeys(1);
        assertThat(report.sizes().getLast().rootMillis()).containsOnlyKeys(1, 100);
        assertThat(told).contains("warming up", "transfers among 3,000", "import");
        assertThat(names(folder)).containsExactly("state-3000", "state-40");

        Files.delete(folder.resolve("state-40").resolve("done")); // as a kill leaves it
        LedgerReport again = new LedgerBench(options(folder, 2), (done, total, text) -> {}).run();
        assertThat(again.sizes().getFirst().buildSeconds()).as("made anew").isPositive();
        assertThat(again.sizes()).allSatisfy(
                size -> assertThat(size.speeds()).containsOnlyKeys(Way.values()));
        assertThat(again.sizes().getLast().buildSeconds()).as("kept").isZero();
    }

    @Test
    void printsATableWithGrowthAndTheSameAsJson() throws IOException {
        LedgerReport report = new LedgerReport(2, 500, 123.4,
                List.of(size(1_000, 8_000), size(1_000_000, 6_000)));
        StringWriter text = new StringWriter();
        report.printText(new PrintWriter(text));
        assertThat(text.toString()).contains("2 threads, blocks of 500 transfers")
                .contains("8,000               6,000   x0.75").contains("fall by 25.0 %");
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertThat(json.path("fallPercent").asDouble()).isEqualTo(25);
        assertThat(json.path("sizes").get(1).path("rootMillis").path("10").asDouble())
                .isEqualTo(0.5);
    }

    private static LedgerReport.Size size(int accounts, double perSecond) {
        return new LedgerReport.Size(accounts, 1, Map.of(Way.ALONE,
                new LedgerReport.Speed(perSecond, 100)), 900, 1, 2, 3, 4, 50,
                Map.of(10, 0.5));
    }

    @Test
    void refusesStatesThatTheDiskHasNoRoomFor(@TempDir Path folder) {
        assertThatThrownBy(() -> KeptState.requireSpace(folder, 1_000_000, 600L << 20))
                .isInstanceOf(BenchException.class).hasMessageContaining("needs 667 MiB")
                .hasMessageContaining("has 600 MiB").hasMessageContaining("another --dir");
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
