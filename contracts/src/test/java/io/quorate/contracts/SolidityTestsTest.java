package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The tests of the members' contracts that are written in Solidity, by forge. */
class SolidityTestsTest {
    private static final Path MODULE = Path.of(System.getProperty("quorate.root"), "contracts");
    private static final int LIMIT_MINUTES = 30;

    @Test
    void theyPass() throws Exception {
        Path forge = MODULE.resolve("node_modules/.bin/forge");
        if (!Files.isExecutable(forge)) {
            abort("skipped: forge is not installed; run \"npm ci\" in contracts/");
        }
        Path log = Files.createTempFile("forge", ".log");
        Process process = new ProcessBuilder(forge.toString(), "test")
                .directory(MODULE.toFile()).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String output = Files.readString(log);
        Files.delete(log);
        assertThat(ended).as("forge ended in time; it said %s", output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).containsPattern("\\b[1-9][0-9]* tests passed, 0 failed");
    }
}
