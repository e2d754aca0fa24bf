package io.quorate.node.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The counters of replicas ({@code /metrics}, Prometheus' text form) over a span of time. */
final class ReplicaCounters {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long PAGE_BYTES_MAX = 8 << 20;
    private static final Pattern TYPE = Pattern.compile("# TYPE (quorate_\\w+) counter");
    /** Each replica says its number with every value; what is left beside other labels is a brace and a comma. */
    private static final Pattern OWN = Pattern
            .compile("\\{replica=\"\\d+\"}|(?<=\\{)replica=\"\\d+\",|,replica=\"\\d+\"");
    private static final Pattern VALUE = Pattern
            .compile("((quorate_\\w+)(?:\\{[^}]*})?) (-?[0-9][0-9.E+-]*)");
    /** Counted since the start as well, but kept as values that are set. */
    private static final List<String> COUNTED = List.of("quorate_decisions_fast",
            "quorate_decisions_slow", "quorate_view_changes");

    private final List<String> urls;
    private final List<Map<String, Double>> before;

    private ReplicaCounters(List<String> urls, List<Map<String, Double>> before) {
        this.urls = urls;
        this.before = before;
    }

    static ReplicaCounters begin(List<String> urls) {
        return new ReplicaCounters(List.copyOf(urls), read(urls));
    }

    /** By replica and counter, what was added since the beginning. */
    Map<String, Map<String, Double>> sinceBegin() {
        List<Map<String, Double>> now = read(urls);
        Map<String, Map<String, Double>> added = new LinkedHashMap<>();
        for (int i = 0; i < urls.size(); i++) {
            Map<String, Double> first = before.get(i);
            Map<String, Double> each = new TreeMap<>();
            now.get(i).forEach((name, value) -> each.put(name,
                    value - first.getOrDefault(name, 0.0)));
            added.put("replica " + i, each);
        }
        return added;
    }

    private static List<Map<String, Double>> read(List<String> urls) {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT).build()) {
            return urls.stream().map(url -> read(http, URI.create(url).resolve("/metrics")))
                    .toList();
        }
    }

    private static Map<String, Double> read(HttpClient http, URI page) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(page).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers
                            .limiting(HttpResponse.BodyHandlers.ofByteArray(), PAGE_BYTES_MAX));
            return answer.statusCode() == 200
                    ? parse(new String(answer.body(), StandardCharsets.UTF_8))
                    : Map.of(); // another client's node, or one that keeps its metrics elsewhere
        } catch (IOException e) {
            throw new BenchException(page + " cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    static Map<String, Double> parse(String page) {
        Map<String, Double> values = new TreeMap<>();
        Set<String> counters = new HashSet<>(COUNTED);
        for (String line : page.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            if (type.matches()) counters.add(type.group(1));
            Matcher value = VALUE.matcher(line);
            if (value.matches() && counters.contains(value.group(2))) {
                values.put(OWN.matcher(value.group(1)).replaceAll(""),
                        Double.parseDouble(value.group(3)));
            }
        }
        return values;
    }
}
