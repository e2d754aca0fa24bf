package io.quorate.evm.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our EVM against Besu's over random programs. System properties, all with the prefix
 * {@code quorate.differential.}: {@code seed} to start from, {@code count} of scenarios, {@code seconds} to go
 * on for instead, and {@code replay} for one scenario in the words that a failure prints.
 */
class DifferentialTest {
    private static final Logger LOG = LoggerFactory.getLogger(DifferentialTest.class);
    private static final String PREFIX = "quorate.differential.";
    private static final long SEED = 1;
    private static final long COUNT = 150; // ten seconds, most of them of the other side

    private final QuorateSide ours = new QuorateSide(Fork.ISTANBUL);
    private final BesuSide theirs = new BesuSide();
    private final Map<Observation.Kind, Long> kinds = new EnumMap<>(Observation.Kind.class);

    /** How often Besu itself broke down, by where: those scenarios show only that ours does not. */
    private final Map<String, Long> brokenDown = new TreeMap<>();

    @Test
    void agreesWithBesu() {
        String replay = System.getProperty(PREFIX + "replay", "");
        if (!replay.isEmpty()) {
            check(Scenario.parse(replay), "replay");
            return;
        }
        long first = Long.getLong(PREFIX + "seed", SEED);
        long seconds = Long.getLong(PREFIX + "seconds", 0);
        long count = seconds > 0 ? Long.MAX_VALUE : Long.getLong(PREFIX + "count", COUNT);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long done = 0;
        while (done < count && (seconds == 0 || System.nanoTime() < end)) {
            check(ScenarioGenerator.of(first + done), "seed " + (first + done));
            done++;
        }
        LOG.info("{} scenarios from seed {} without a difference; transactions: {}; not compared,"
                + " as Besu broke down: {}", done, first, kinds, brokenDown);
        assertThat(kinds).containsKeys(Observation.Kind.SUCCESS, Observation.Kind.REVERT,
                Observation.Kind.HALT);
    }

    /** The other side under the rules of other forks, which no run of some length may take for the same. */
    @ParameterizedTest
    @EnumSource(value = Fork.class, names = {"PETERSBURG", "BERLIN"})
    void tellsForksApart(Fork fork) {
        QuorateSide other = new QuorateSide(fork);
        Predicate<Scenario> differs = scenario -> differs(scenario, other);
        Scenario found = LongStream.range(0, 100).mapToObj(ScenarioGenerator::of).filter(differs)
                .findFirst().orElseThrow();

        Scenario minimal = new Minimiser(differs).minimise(found);

        assertThat(differs).accepts(Scenario.parse(minimal.toString()));
        assertThat(minimal.toString()).hasSizeLessThan(found.toString().length());
    }

    private void check(Scenario scenario, String name) {
        Observation actual = ours.run(scenario);
        Observation expected;
        try {
            expected = theirs.run(scenario);
        } catch (BesuSide.BrokenDown e) {
            brokenDown.merge(e.getMessage(), 1L, Long::sum);
            return;
        }
        expected.results().forEach(result -> kinds.merge(result.kind(), 1L, Long::sum));
        if (!same(expected, actual)) {
            Scenario minimal = new Minimiser(candidate -> differs(candidate, ours))
                    .minimise(scenario);
            throw new AssertionError("%s differs; to replay it: -D%sreplay=%s%n%s%n%s"
                    .formatted(name, PREFIX, minimal, observe(minimal), ours.run(minimal)));
        }
    }

    private String observe(Scenario scenario) {
        try {
            return "Besu " + theirs.run(scenario) + "\nours";
        } catch (BesuSide.BrokenDown e) {
            return "Besu broke down: " + e.getMessage();
        }
    }

    private boolean differs(Scenario scenario, QuorateSide other) {
        try {
            return !same(theirs.run(scenario), other.run(scenario));
        } catch (BesuSide.BrokenDown e) {
            return false;
        }
    }

    private static boolean same(Observation a, Observation b) {
        return a.results().equals(b.results()) && a.stateRoot().equals(b.stateRoot());
    }
}
