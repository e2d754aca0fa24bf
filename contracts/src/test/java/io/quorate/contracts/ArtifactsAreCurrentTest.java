package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The checked-in artifacts are what the pinned compiler makes of the sources. */
class ArtifactsAreCurrentTest {
    private static final Path MODULE = Path.of(System.getProperty("quorate.root"), "contracts");

    @Test
    void compilingAgainGivesTheSameBytes() throws Exception {
        if (!Files.isDirectory(MODULE.resolve("node_modules/solc"))) {
            abort("skipped: the Solidity compiler is not installed; run \"npm ci\" in contracts/");
        }
        Path log = Files.createTempFile("compile", ".log");
        Process process = start(log);
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the compiler ended within a minute").isTrue();
        String output = Files.readString(log);
        Files.delete(log);
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("artifacts are up to date");
    }

    private static Process start(Path log) {
        try {
            return new ProcessBuilder("node", "compile.mjs", "--check").directory(MODULE.toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException _) { // ProcessBuilder's way to say that there is no such program
            return abort("skipped: node is not installed, so the artifacts were not compared");
        }
    }
}
