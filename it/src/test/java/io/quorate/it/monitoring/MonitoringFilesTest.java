package io.quorate.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.Prometheus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitoringFilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"alerts.yml", "alerts.test.yml", "dashboard.json", "README.md"})
    void usesDocumentedMetricsOnly(String file) throws IOException {
        Map<String, MetricsPage.Promise> promised = MetricsPage.promised();
        SortedSet<String> used = MonitoringFiles.metricsIn(MonitoringFiles.read(file));
        if (!file.equals("README.md")) assertThat(used).hasSizeGreaterThan(15);
        for (String name : used) {
            assertThatCode(() -> MetricsPage.family(name, promised))
                    .as("%s in %s", name, file).doesNotThrowAnyException();
        }
    }

    /** Each rule is listed for operators, and has a test in which it fires. */
    @Test
    void everyAlertIsDocumentedAndTested() throws IOException {
        String page = MonitoringFiles.read("README.md");
        String tests = MonitoringFiles.read("alerts.test.yml");
        Stream<String> alerts = Pattern.compile("- alert: (\\w+)")
                .matcher(MonitoringFiles.read("alerts.yml")).results()
                .map((MatchResult found) -> found.group(1));
        assertThat(alerts).hasSizeGreaterThan(15).allSatisfy(alert -> {
            assertThat(page).contains("| `" + alert + "` |");
            assertThat(tests).contains(
                    "labels: 'ALERTS{alertname=\"" + alert + "\", alertstate=\"firing\"");
        });
    }

    @Test
    void rulesFireWhenTheyShould() throws Exception {
        promtool("test", "rules", "alerts.test.yml");
    }

    @Test
    void prometheusTakesTheExample() throws Exception {
        promtool("check", "config", "prometheus.yml");
    }

    @Test
    void aBuildHasThem() throws IOException {
        Path built = ProductProcess.root().resolve("node/target/dist/monitoring");
        for (String file : new String[]{"alerts.yml", "alerts.test.yml", "prometheus.yml",
                "dashboard.json"}) {
            assertThat(built.resolve(file)).hasSameTextualContentAs(
                    MonitoringFiles.FOLDER.resolve(file));
        }
        try (Stream<Path> files = Files.list(built)) {
            assertThat(files).hasSize(4);
        }
    }

    private static void promtool(String... arguments) throws Exception {
        String[] command = Stream.concat(
                Stream.of(Prometheus.program("promtool").toString()), Stream.of(arguments))
                .toArray(String[]::new);
        Process run = new ProcessBuilder(command).directory(MonitoringFiles.FOLDER.toFile())
                .redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).as(output).isZero();
    }
}
