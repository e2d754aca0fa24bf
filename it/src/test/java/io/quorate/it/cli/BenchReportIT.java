package io.quorate.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.ProductProcess;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page that a benchmark leaves is well formed, needs nothing from elsewhere, and has every number of results.json. */
class BenchReportIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void ofANetwork() throws Exception {
        JsonNode results = run("bench", "--transfers", "400", "--warm-up", "100", "--senders", "20",
                "--latency-count", "30");

        assertThat(results.at("/results/throughput/transfers").asInt()).isEqualTo(400);
        assertThat(results.at("/parameters/senders").asInt()).isEqualTo(20);
        assertThat(titles(results)).contains("Throughput over time", "Latency at light load",
                "Transactions in each block", "Processor time by process",
                "Memory by process (PSS)");
        assertThat(sum(results, "Transactions in each block")).as("transactions in blocks")
                .isEqualTo(400);
        assertThat(results.at("/counters/replica 0/quorate_transactions_total").asDouble())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void ofOrdering() throws Exception {
        JsonNode results = run("bench", "ordering", "--bytes", "180", "--seconds", "2", "--warm-up",
                "1", "--dir", folder.toString());

        assertThat(results.at("/results/phases")).hasSize(2);
        assertThat(titles(results)).contains("Throughput over time", "Latency",
                "Processor time by stage: full, 180 bytes", "Processor time by process");
    }

    private JsonNode run(String... arguments) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--report";
        all[arguments.length + 1] = "report";
        ProductProcess.Finished bench = ProductProcess.run(folder, all);
        assertThat(bench.exitCode()).as(bench.output()).isZero();
        assertThat(bench.output()).contains("report: report/report.html");
        JsonNode results = JSON.readTree(folder.resolve("report/results.json").toFile());
        for (String pointer : new String[]{"/machine/cpu", "/machine/kernel", "/machine/jdk"}) {
            assertThat(results.at(pointer).asText()).as(pointer).isNotEmpty();
        }
        assertThat(results.at("/machine/memoryBytes").asLong()).isPositive();
        assertThat(results.at("/machine/diskSync/p50Micros").asLong()).isPositive();
        compare(results, Files.readString(folder.resolve("report/report.html")));
        ProductProcess.Finished again = ProductProcess.run(folder, all);
        assertThat(again.exitCode()).as(again.output()).isEqualTo(2);
        assertThat(again.output()).contains("is there already");
        return results;
    }

    private static void compare(JsonNode results, String page) throws Exception {
        assertThat(page.toLowerCase(Locale.ROOT)).doesNotContain("http:", "https:",
                "src=", "href=", "<script", "url(", "@import");
        Document parsed = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(page)));
        Set<String> shown = new HashSet<>();
        NodeList all = parsed.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (!element.hasAttribute("data-pointer")) continue;
            String pointer = element.getAttribute("data-pointer");
            assertThat(element.getTextContent()).as(pointer)
                    .isEqualTo(results.at(pointer).asText());
            shown.add(pointer);
        }
        assertThat(shown).containsAll(numbers(results, "", new HashSet<>()));
        assertThat(parsed.getElementsByTagName("svg").getLength())
                .isEqualTo(results.path("charts").size());
    }

    private static Set<String> numbers(JsonNode node, String pointer, Set<String> found) {
        if (node.isNumber()) found.add(pointer);
        node.properties().forEach(each -> numbers(each.getValue(),
                pointer + "/" + each.getKey().replace("~", "~0").replace("/", "~1"), found));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            numbers(node.get(i), pointer + "/" + i, found);
        }
        return found;
    }

    private static Set<String> titles(JsonNode results) {
        Set<String> titles = new HashSet<>();
        results.path("charts").forEach(chart -> titles.add(chart.path("title").asText()));
        return titles;
    }

    private static double sum(JsonNode results, String title) {
        double sum = 0;
        for (JsonNode chart : results.path("charts")) {
            if (!chart.path("title").asText().equals(title)) continue;
            for (JsonNode point : chart.at("/series/0/points")) {
                sum += point.get(1).asDouble();
            }
        }
        return sum;
    }
}
