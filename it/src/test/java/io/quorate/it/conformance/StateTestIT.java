package io.quorate.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quorate.node.conformance.CaseResult;
import io.quorate.node.conformance.StateTestCampaign;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A fixed tenth of the official state tests of the newest forks; the command line runs them all. */
class StateTestIT {
    private static final List<String> ARCHIVES = List.of("eest-state.tar.gz",
            "ethereum-tests-state.tar.gz");
    private static final List<String> FORKS = List.of("Cancun", "Prague", "Osaka");
    /** Left to the long runs: seconds a case instead of milliseconds. */
    private static final Pattern SLOW = Pattern
            .compile("stTimeConsuming|stQuadraticComplexity|vmPerformance|stStackTests");
    private static final String KNOWN_FAILURES = "/conformance/state-known-failures.txt";
    private static final int THREADS = 2;
    private static final int CASES_MIN = 2000;

    private int passed;
    private final List<CaseResult> failures = new ArrayList<>();
    private final Map<String, Integer> skippedFiles = new TreeMap<>();

    @Test
    void passesATenthOfTheOfficialStateTests() throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("quorate.fixtures", "fixtures"));
        List<Path> archives = ARCHIVES.stream().map(folder::resolve).toList();
        List<Path> absent = archives.stream().filter(archive -> !Files.isReadable(archive))
                .toList();
        if (!absent.isEmpty()) {
            abort("skipped: " + absent
                    + " not found. Put the archives of the official tests into a "
                    + "folder and name it by -Dquorate.fixtures=FOLDER; CONTRIBUTING.md says where "
                    + "they come from.");
        }

        new StateTestCampaign(THREADS, this::isInSample, FORKS::contains).run(archives,
                this::count);

        Map<String, String> known = knownFailures();
        Predicate<CaseResult> isKnown = failure -> known.keySet().stream()
                .anyMatch(line(failure)::startsWith);
        long knownCount = failures.stream().filter(isKnown).count();
        System.err.printf(
                "state tests: %d passed, %d failed (%d of them known), %d files skipped %s%n",
                passed, failures.size(), knownCount,
                skippedFiles.values().stream().mapToInt(Integer::intValue).sum(), skippedFiles);
        List<String> unused = known.keySet().stream().filter(
                prefix -> failures.stream().noneMatch(failure -> line(failure).startsWith(prefix)))
                .toList();
        if (!unused.isEmpty()) {
            System.err.println("listed as failing, but not failing in this sample: " + unused);
        }
        assertThat(failures.stream().filter(isKnown.negate())
                .map(failure -> line(failure) + ": " + failure.error().orElse(""))
                .limit(20)).isEmpty();
        assertThat(passed).isGreaterThan(CASES_MIN);
    }

    private boolean isInSample(String file) {
        if (SLOW.matcher(file).find()) {
            skippedFiles.merge("slow", 1, Integer::sum);
            return false;
        }
        boolean isChosen = Math.floorMod(file.hashCode(), 10) == 0;
        if (!isChosen) {
            skippedFiles.merge("left to the long run", 1, Integer::sum);
        }
        return isChosen;
    }

    private void count(CaseResult result) {
        if (result.passed()) {
            passed++;
        } else {
            failures.add(result);
        }
    }

    private static String line(CaseResult result) {
        return result.fork() + " " + result.name();
    }

    private static Map<String, String> knownFailures() {
        Map<String, String> known = new TreeMap<>();
        try (InputStream in = StateTestIT.class.getResourceAsStream(KNOWN_FAILURES)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split("\\|", 2);
                assertThat(parts).as("a known failure needs a reason: %s", line).hasSize(2);
                known.put(parts[0].strip(), parts[1].strip());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }
}
