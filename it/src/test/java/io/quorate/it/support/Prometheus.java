package io.quorate.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A Prometheus of this machine that scrapes and judges every second, on loopback, in a folder of its own. */
public final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final int port;
    private final Path log;

    private Prometheus(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** The program of that name on the path; where there is none, the test is skipped and says so. */
    public static Path program(String name) {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
        Assumptions.assumeTrue(found.isPresent(), () -> "there is no " + name
                + " on the path; Debian's package prometheus has it");
        return found.orElseThrow();
    }

    /** {@code rules} are those of a file; what they wait for before they fire is cut to a second. */
    public static Prometheus start(Path folder, Path rules, List<String> targets)
            throws IOException {
        Path program = program("prometheus");
        int port = Ports.free(1);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("alerts.yml"),
                Files.readString(rules).replaceAll("(?m)^( +for:) .*$", "$1 1s"));
        Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: [alerts.yml]
                scrape_configs:
                  - job_name: quorate
                    static_configs:
                      - targets: [%s]
                """.formatted(targets.stream().map(target -> '"' + target + '"')
                .collect(Collectors.joining(", "))));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(program.toString(),
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Prometheus prometheus = new Prometheus(process, port, log);
        Poll.until("Prometheus", LIMIT, prometheus::isReady, prometheus::describe);
        return prometheus;
    }

    private boolean isReady() {
        if (!process.isAlive()) throw new AssertionError("Prometheus ended\n" + describe());
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The samples that a query in PromQL has now; a query that is wrong fails the test. */
    public List<JsonNode> query(String promQl) {
        JsonNode answer = api("query?query=" + URLEncoder.encode(promQl, StandardCharsets.UTF_8));
        return answer.get("result").valueStream().toList();
    }

    /** Names of alerts that fire now. */
    public List<String> firing() {
        return api("alerts").get("alerts").valueStream()
                .filter(alert -> alert.get("state").asText().equals("firing"))
                .map(alert -> alert.at("/labels/alertname").asText()).sorted().distinct().toList();
    }

    private JsonNode api(String path) {
        try {
            JsonNode answer = JSON.readTree(get("/api/v1/" + path).body());
            if (!answer.path("status").asText().equals("success")) {
                throw new AssertionError(path + ": " + answer);
            }
            return answer.get("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String describe() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
