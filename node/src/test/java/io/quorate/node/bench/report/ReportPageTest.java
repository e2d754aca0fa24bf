package io.quorate.node.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of made-up results; BenchReportIT reads those of real runs. */
class ReportPageTest {
    private static final Chart CHART = new Chart("A < B & C", "x", "y", Chart.Kind.BARS,
            List.of(new Chart.Series("one", List.of(new Chart.Point(1, 2),
                    new Chart.Point(2, 3.14159)))));

    @Test
    void escapesAndPointsToEachNumber() throws IOException {
        String page = ReportPage.of(new ObjectMapper().readTree("""
                {"command": "bench <b>", "version": "1", "time": "now",
                 "results": {"a/b": {"c": 5, "d": [7]}}, "charts": [%s]}"""
                .formatted(CHART.toJson())));

        assertThat(page).startsWith("<!DOCTYPE html>").contains("bench &lt;b&gt;",
                "data-pointer=\"/results/a~1b/c\">5<", "data-pointer=\"/results/a~1b/d/0\">7<",
                "A &lt; B &amp; C", "data-pointer=\"/charts/0/series/0/points/1/1\">3.142<")
                .doesNotContain("http");
    }

    @Test
    void drawsNeighboursAsOneWhereThereAreTooMany() {
        List<Chart.Point> many = IntStream.range(0, 5_000)
                .mapToObj(i -> new Chart.Point(i, i % 2)).toList();
        Chart chart = new Chart("many", "x", "y", Chart.Kind.LINES,
                List.of(new Chart.Series("all", many)));

        var points = chart.toJson().at("/series/0/points");

        assertThat(points).hasSize(1_000);
        assertThat(points.get(1).get(0).asDouble()).isEqualTo(5);
        assertThat(points.get(0).get(1).asDouble()).isEqualTo(0.4);
        assertThatThrownBy(() -> new Chart.Point(Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesBothFilesAndOverwritesNone(@TempDir Path folder) throws IOException {
        BenchResults results = BenchResults.begin(folder.resolve("r"), "bench", folder);
        results.write("{\"p50\": 3}", Map.of("replicas", 4), Map.of(), List.of(CHART));

        var json = new ObjectMapper().readTree(folder.resolve("r/results.json").toFile());
        assertThat(json.at("/results/p50").asInt()).isEqualTo(3);
        assertThat(json.at("/parameters/replicas").asInt()).isEqualTo(4);
        assertThat(json.at("/machine/cores").asInt()).isPositive();
        assertThat(json.at("/machine/diskSync/count").asInt()).isEqualTo(50);
        assertThat(Files.readString(results.page())).contains("<svg", "Machine");
        assertThatThrownBy(() -> BenchResults.begin(folder.resolve("r"), "bench", folder))
                .isInstanceOf(OperatorException.class).hasMessageContaining("is there already");
    }
}
