package io.quorate.node.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.OperatorException;
import io.quorate.node.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The folder of a report: made before the run, so that a wrong one is told at once, and written after it. */
public final class BenchResults {
    private static final String RESULTS = "results.json";
    private static final String PAGE = "report.html";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ObjectNode json = JSON.createObjectNode();

    private BenchResults(Path folder) {
        this.folder = folder;
    }

    /**
     * Measures the disk as well. Fails with {@link OperatorException} where the folder holds a report or cannot be made.
     *
     * @param command that is run
     * @param disk a folder on the disk that the benchmark writes to
     */
    public static BenchResults begin(Path folder, String command, Path disk) {
        for (String file : List.of(RESULTS, PAGE)) {
            if (Files.exists(folder.resolve(file))) {
                throw new OperatorException("--report: " + folder.resolve(file)
                        + " is there already; name another folder.");
            }
        }
        BenchResults results = new BenchResults(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new OperatorException("--report: " + folder + " cannot be made: " + e + ".", e);
        }
        results.json.put("command", command).put("version", Version.number())
                .put("time", Instant.now().toString());
        results.json.set("machine", Machine.describe(disk));
        return results;
    }

    /** Writes both files; {@code results} is a JSON object, {@code parameters} are the options of the run. */
    public void write(String results, Map<String, Object> parameters, Map<String, ?> counters,
            List<Chart> charts) {
        try {
            JsonNode parsed = JSON.readTree(results);
            json.set("results", parsed);
            json.set("parameters", JSON.valueToTree(parameters));
            if (!counters.isEmpty()) json.set("counters", JSON.valueToTree(counters));
            ArrayNode drawn = json.putArray("charts");
            charts.forEach(chart -> drawn.add(chart.toJson()));
            Files.writeString(folder.resolve(RESULTS), json.toPrettyString() + "\n");
            Files.writeString(folder.resolve(PAGE), ReportPage.of(json) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("results that are no JSON", e);
        } catch (IOException e) {
            throw new OperatorException("--report: " + folder + " cannot be written: " + e + ".",
                    e);
        }
    }

    /** Where the page is. */
    public Path page() {
        return folder.resolve(PAGE);
    }
}
