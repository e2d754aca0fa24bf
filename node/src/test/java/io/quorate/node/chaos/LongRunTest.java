package io.quorate.node.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of hours are checked in little memory, and what is wrong in the middle of them is found. */
class LongRunTest {
    @Test
    void twoMillionWritesAndReadsAreCheckedInASmallHeap() throws IOException, InterruptedException {
        assertThat(run(80, 2_000_000, false, false)).satisfiesExactly(
                line -> assertThat(Integer.parseInt(line.replace("events that waited: ", "")))
                        .isLessThan(10_000),
                line -> assertThat(line).isEqualTo("checked 2000000 writes, 2000000 reads"));
    }

    @Test
    void whatIsWrongAmongTwoMillionIsFound() throws IOException, InterruptedException {
        assertThat(run(80, 2_000_000, true, false).subList(1, 4)).containsExactly(
                "write 62500 of client 7 was acknowledged before another was sent, and stands"
                        + " behind it",
                "replica 2 went back: it showed write 999000 after write 999989",
                "checked 2000000 writes, 2000000 reads");
    }

    @Test
    void chainsAreComparedBlockByBlock() throws IOException, InterruptedException {
        assertThat(run(20, 20_000, false, true)).last()
                .isEqualTo("compared 401 blocks");
    }

    @Test
    void differencesBetweenChainsAreFound() throws IOException, InterruptedException {
        List<String> lines = run(20, 20_000, true, true);

        assertThat(lines.subList(lines.indexOf("checked 20000 writes, 20000 reads") + 1,
                lines.size())).containsExactly("replica 1 has other receipts in block 80",
                        "replica 1 has for write 500 of client 7 R, but replica 0 acknowledged it"
                                + " with another receipt",
                        "replica 1 has other receipts in block 133",
                        "nonce 0 of deployer in block 0xc8, expected 200",
                        "nonce 201 of deployer in block 0xc9, expected 1",
                        "replica 1 lacks write 834 of client 1, which replica 0 acknowledged",
                        "replica 1 has another block 400: \"h1\", not \"h0\"",
                        "compared 401 blocks");
    }

    private static List<String> run(int heapMebibytes, int writes, boolean broken,
            boolean compares) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx" + heapMebibytes + "m", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), LongRun.class.getName(),
                String.valueOf(writes), String.valueOf(broken), String.valueOf(compares))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            List<String> lines = new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8).lines().toList();
            assertThat(process.waitFor()).isZero();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }
}
