package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * I15: a seed gives the same run on any machine. A change of protocol or simulator changes the hashes:
 * {@code -Dquorate.golden.write=true} writes them anew, to be reviewed.
 */
class GoldenTraceTest {
    private static final Path FILE = Path.of("src/test/resources/golden-traces.txt");

    @Test
    void sameSeedsSameTraces() throws IOException {
        List<String> traces = new ArrayList<>();
        for (int replicas : new int[]{4, 5, 7}) {
            for (long seed = 1; seed <= 3; seed++) {
                SimulationPlan plan = SimulationPlan.of(Quorums.ofSize(replicas),
                        EnumSet.allOf(FaultKind.class));
                SimulationResult result = Simulator.run(plan, seed);
                assertThat(result.failure()).isEmpty();
                traces.add("n=" + replicas + " seed=" + seed + " events=" + result.events()
                        + " trace=" + Long.toHexString(result.traceHash()));
            }
        }
        if (Boolean.getBoolean("quorate.golden.write")) {
            Files.write(FILE, traces);
        }
        assertThat(traces).isEqualTo(Files.readAllLines(FILE));
    }
}
