package io.quorate.it.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.ProductProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The dashboard and the alert rules that operators are given. */
final class MonitoringFiles {
    static final Path FOLDER = ProductProcess.root().resolve("docs/monitoring");
    static final Path ALERTS = FOLDER.resolve("alerts.yml");
    private static final Pattern METRIC = Pattern.compile(
            "(?<![a-zA-Z0-9_.])(?:quorate|jvm|process|system)_[a-z0-9_]+");

    private MonitoringFiles() {}

    /** Every query of the dashboard, by the panel's title and its place in it. */
    static List<String> dashboardQueries() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(FOLDER.resolve("dashboard.json").toFile());
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(target.get("expr").asText());
            }
        }
        return queries;
    }

    static SortedSet<String> metricsIn(String text) {
        SortedSet<String> names = new TreeSet<>();
        METRIC.matcher(text).results().forEach(found -> names.add(found.group()));
        return names;
    }

    static String read(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }
}
