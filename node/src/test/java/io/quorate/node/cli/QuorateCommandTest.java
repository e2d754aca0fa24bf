package io.quorate.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class QuorateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = QuorateCommand.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    @Test
    void helpNamesTheCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("dev", "network", "node", "bench", "simulate",
                "./quorate dev");
    }

    @Test
    void versionIsOneWord() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("quorate ");
    }

    @ParameterizedTest
    @CsvSource({
            "dev --replicas 2,--replicas: 2 is not between 4 and 16",
            "dev --rpc-port 70000,--rpc-port: 70000",
            "dev --chain-id 0,--chain-id: 0 is not above 0",
            "dev --block-interval -1,--block-interval: -1",
            "dev --log-level loud,--log-level: 'loud' is not one of",
            "dev --replica 4,Unknown option",
            "netwrk,Did you mean", "devv,'''devv'' is not a command'",
            "dev now,'''now'' is not expected here'",
            "network,needs a sub-command",
            "network init --dir x,Missing required option: '--chain-id",
            "node,Missing required option: '--config",
            "simulate --replicas 3,--replicas: 3 is not between",
            "bench --transfers 0,--transfers: 0 is below 1",
            "chaos --replicas 3,--replicas: 3 is not between 4 and 16",
            "doctor --seconds 90,--seconds is 0 to 60",
            "doctor --what-if win=1,--what-if: 'win=1' is no question",
            "doctor --network no-such-folder,--network: no-such-folder cannot be read",
            "doctor --log no-such-file,--log: no-such-file cannot be read",
            "members list --rpc http://a --rpc http://b,--rpc is given 2 times",
            "chaos --faults flood,--faults: 'flood' is none of"})
    void teachesInOneSentenceWithoutATrace(String line, String sentence) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(sentence).doesNotContain("Exception", "\tat ");
    }

    /** Nothing could be looked at, which is another thing than that something is wrong. */
    @Test
    void aDoctorWhomNobodyAnswersEndsWithTwo() {
        assertThat(run("doctor", "--rpc", "http://127.0.0.1:1", "--seconds", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("Nobody answers: No replica answers at",
                "--network").doesNotContain("\tat ");
    }

    @Test
    void namesAConfigurationThatIsNotThere(@TempDir Path folder) {
        Path missing = folder.resolve("quorate.toml");

        assertThat(run("node", "--config", missing.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(missing.toString()).doesNotContain("\tat ");
    }

    @Test
    void simulatesTheSameRunForTheSameSeed() {
        assertThat(run("simulate", "--seed", "7", "--calm")).isZero();
        String first = out.toString();
        out.getBuffer().setLength(0);
        run("simulate", "--seed", "7", "--calm");
        assertThat(out.toString()).isEqualTo(first).contains("1 of 1 runs passed");
    }
}
