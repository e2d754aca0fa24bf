package io.quorate.it.monitoring;

import io.quorate.it.support.ProductProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that {@code docs/metrics.md} promises, and those of an answer in Prometheus' text form. */
final class MetricsPage {
    static final Path PAGE = ProductProcess.root().resolve("docs/metrics.md");
    private static final int COLUMNS = 5;
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)\\{([^}]*)} .*");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"[^\"]*\"");

    /** @param labels besides {@code replica}, {@code le} and {@code quantile} */
    record Promise(String type, SortedSet<String> labels) {}

    private MetricsPage() {}

    static SortedMap<String, Promise> promised() throws IOException {
        SortedMap<String, Promise> promised = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (!line.startsWith("| `")) continue;
            List<String> row = Arrays.stream(line.substring(1).split("\\|"))
                    .map(column -> column.replace("`", "").strip()).toList();
            if (row.size() != COLUMNS || row.getLast().isEmpty()) {
                throw new AssertionError("not a row of " + PAGE + ": " + line);
            }
            SortedSet<String> labels = new TreeSet<>();
            Arrays.stream(row.get(2).split(",")).map(String::strip)
                    .filter(label -> !label.isEmpty()).forEach(labels::add);
            if (promised.put(row.getFirst(), new Promise(row.get(1), labels)) != null) {
                throw new AssertionError(row.getFirst() + " is listed twice");
            }
        }
        return promised;
    }

    static SortedMap<String, Promise> answered(String text) {
        SortedMap<String, Promise> answered = new TreeMap<>();
        text.lines().map(TYPE::matcher).filter(Matcher::matches).forEach(type -> answered
                .put(type.group(1), new Promise(type.group(2), new TreeSet<>())));
        text.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            SortedSet<String> labels = answered.get(family(sample.group(1), answered)).labels();
            LABEL.matcher(sample.group(2)).results().map(label -> label.group(1))
                    .filter(label -> !label.matches("replica|le|quantile")).forEach(labels::add);
        });
        return answered;
    }

    /** Under which name a sample's metric is listed. */
    static String family(String sample, Map<String, ?> names) {
        if (names.containsKey(sample)) return sample;
        String base = sample.replaceAll("_(bucket|sum|count)$", "");
        if (!names.containsKey(base)) throw new AssertionError(sample + " has no type");
        return base;
    }
}
