package io.quorate.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link HostileRun} in a virtual machine with a heap and stack far below a replica's. */
class HostileProgramsTest {
    private static final long LIMIT_MINUTES = 10;

    @Test
    void noProgramRunsASmallMachineOutOfMemory(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m",
                "-Xss256k", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), HostileRun.class.getName())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).filteredOn(line -> line.contains(" accounts, "))
                .hasSize(HostilePrograms.programs().size() + 2);
        assertThat(lines).filteredOn(line -> line.startsWith("access list"))
                .hasSize(2).allMatch(line -> line.matches(".* used 5\\d{7} gas"));
        assertThat(lines).filteredOn(line -> line.matches("depth by .*CALL.*"))
                .hasSize(4).allMatch(line -> line.endsWith("returned 0x401"));
        assertThat(lines).filteredOn(line -> line.startsWith("depth by CREATE"))
                .hasSize(2).allMatch(line -> line.contains(" 1025 accounts"));
    }
}
