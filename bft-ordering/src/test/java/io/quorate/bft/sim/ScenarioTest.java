package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stories with their golden output; {@code -Dquorate.scenarios.write=true} writes it anew, to be reviewed. */
class ScenarioTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");

    @ParameterizedTest
    @ValueSource(strings = {"fast-path", "slow-path-after-missing-share", "leader-crash",
            "all-crash-and-return", "isolated-replica-suspects-alone",
            "lagging-replica-catches-up"})
    void plays(String name) throws IOException {
        Path file = FOLDER.resolve(name + ".txt");
        String story = Files.readString(file);
        String played = Scenario.play(story);
        if (Boolean.getBoolean("quorate.scenarios.write")) {
            Files.writeString(file, played);
        }
        assertThat(played).isEqualTo(Files.readString(file));
    }
}
