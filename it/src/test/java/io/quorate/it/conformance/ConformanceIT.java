package io.quorate.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quorate.node.conformance.CaseResult;
import io.quorate.node.conformance.Scoreboard;
import io.quorate.node.conformance.Suite;
import io.quorate.node.conformance.TestCampaign;
import io.quorate.node.conformance.TestSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A fixed tenth of the official state and blockchain tests, chosen by the hash of the path, and all of the small
 * suites. {@code ./quorate evm conformance} runs everything.
 */
class ConformanceIT {
    private static final List<String> ARCHIVES = List.of("ethereum-tests-basic.tar.gz",
            "ethereum-tests-state.tar.gz", "eest-state.tar.gz", "legacytests-state.tar.gz",
            "ethereum-tests-blockchain.tar.gz", "eest-blockchain.tar.gz",
            "legacytests-blockchain.tar.gz");
    /** Left to the whole run: seconds, or a gigabyte, a case. */
    private static final Pattern HEAVY = Pattern.compile(
            "stTimeConsuming|stQuadraticComplexity|vmPerformance|stStackTests|Call1MB1024");
    private static final String SMALL = "ethereum-tests-basic/";
    private static final int THREADS = 2;
    /** Each block is executed on one thread and on so many, and has to come out the same. */
    private static final int BLOCK_THREADS = 3;
    /** What the sample has at least, so that an empty archive is no success. */
    private static final Map<Suite, Integer> CASES_MIN = Map.of(Suite.STATE, 8_000,
            Suite.BLOCKCHAIN, 800, Suite.TRANSACTION, 2_000, Suite.VM, 20, Suite.DIFFICULTY,
            20_000, Suite.GENESIS, 2, Suite.RLP, 50, Suite.TRIE, 20, Suite.POW, 2, Suite.BASIC, 3);

    private final Scoreboard scores = new Scoreboard();
    private final Map<Suite, Integer> counts = new EnumMap<>(Suite.class);
    private int filesLeftOut;

    @Test
    void passesAFixedSampleOfEverySuite() throws IOException, InterruptedException {
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

        new TestCampaign(THREADS, BLOCK_THREADS, TestSelection.all().withFile(this::isInSample))
                .run(archives,
                        this::count);

        System.err.print(scores.table());
        System.err.println(
                scores.summary() + ", " + filesLeftOut + " files left to the whole run");
        assertThat(scores.failures().stream().map(CaseResult::toLine)).isEmpty();
        CASES_MIN.forEach((suite, least) -> assertThat(counts.getOrDefault(suite, 0))
                .as("cases of %s", suite).isGreaterThanOrEqualTo(least));
    }

    private boolean isInSample(String file) {
        boolean isChosen = file.startsWith(SMALL)
                || Math.floorMod(file.hashCode(), 10) == 0 && !HEAVY.matcher(file).find();
        filesLeftOut += isChosen ? 0 : 1;
        return isChosen;
    }

    private void count(CaseResult result) {
        scores.add(result);
        if (result.passed()) {
            counts.merge(result.suite(), 1, Integer::sum);
        }
    }
}
