package io.quorate.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvmCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = QuorateCommand.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    @Test
    void runsCodeAndPrintsWhatItReturns() {
        assertThat(run("evm", "run", "--code", "602a60005260206000f3")).isZero();
        assertThat(out.toString().strip()).isEqualTo("0x" + "0".repeat(62) + "2a");
    }

    /** The fields of EIP-3155, the price before the callee's lines, and the error where it belongs. */
    @Test
    void writesALineAStep() throws IOException {
        // With call data it calls itself without; there it adds what is not on the stack.
        run("evm", "run", "--json", "--gas", "100000", "--code",
                "36156010575f5f5f5f5f30611388f1005b01", "--input", "00", "--nomemory");

        List<JsonNode> lines = lines();
        assertThat(lines.getFirst()).isEqualTo(JSON.readTree(
                "{\"pc\":0,\"op\":54,\"gas\":\"0x186a0\",\"gasCost\":\"0x2\",\"memSize\":0,"
                        + "\"stack\":[],\"returnData\":\"0x\",\"depth\":1,\"refund\":0,"
                        + "\"opName\":\"CALLDATASIZE\"}"));
        assertThat(lines.get(11).get("opName").asText()).isEqualTo("CALL");
        assertThat(lines.get(11).get("gasCost").asText()).isEqualTo("0x13ec"); // 100 and 5000
        assertThat(lines.get(12).get("depth").asInt()).isEqualTo(2);
        assertThat(lines.get(17).get("error").asText()).isEqualTo("stack underflow (0 <=> 2)");
        assertThat(lines.get(18).get("opName").asText()).isEqualTo("STOP");
        assertThat(lines.get(18).get("stack").get(0).asText()).isEqualTo("0x0");
        assertThat(lines.getLast().fieldNames()).toIterable().containsExactly("output",
                "gasUsed");
    }

    @Test
    void tellsWhyCodeFailed() throws IOException {
        run("evm", "run", "--json", "--code", "01", "--gas", "10");

        assertThat(lines().get(0).get("error").asText()).isEqualTo("stack underflow (0 <=> 2)");
        assertThat(lines().get(1)).isEqualTo(JSON.readTree(
                "{\"output\":\"\",\"gasUsed\":\"0xa\",\"error\":\"stack underflow (0 <=> 2)\"}"));
    }

    @Test
    void readsCodeFromAFileAndStateFromAnAlloc(@TempDir Path folder) throws IOException {
        Path code = Files.writeString(folder.resolve("code"), "5f545f5260205ff3\n");
        Path alloc = Files.writeString(folder.resolve("alloc.json"),
                "{\"alloc\":{\"00000000000000000000000000000000000000aa\":{\"balance\":\"1\","
                        + "\"storage\":{\"0x00\":\"0x07\"}}}}");

        assertThat(run("evm", "run", "--code", "@" + code, "--prestate", alloc.toString(),
                "--receiver", "0x00000000000000000000000000000000000000aa")).isZero();
        assertThat(out.toString().strip()).isEqualTo("0x" + "0".repeat(63) + "7");
    }

    @Test
    void teachesInOneSentence() {
        assertThat(run("evm", "run", "--code", "6")).isEqualTo(2);
        assertThat(run("evm", "run", "--fork", "Atlantis")).isEqualTo(2);
        assertThat(err.toString()).contains("--code: not hexadecimal", "unsupported fork")
                .doesNotContain("\tat ");
    }

    @Test
    void makesATransitionFromFilesToStandardOutput(@TempDir Path folder) throws IOException {
        Path alloc = Files.writeString(folder.resolve("a.json"), "{}");
        Path env = Files.writeString(folder.resolve("e.json"),
                "{\"currentCoinbase\":\"0x00000000000000000000000000000000000000aa\","
                        + "\"currentGasLimit\":\"0x1000000\",\"currentNumber\":\"1\","
                        + "\"currentTimestamp\":\"1000\",\"currentDifficulty\":\"0x20000\"}");
        Path txs = Files.writeString(folder.resolve("t.json"), "[]");

        assertThat(run("evm", "t8n", "--input.alloc=" + alloc, "--input.env=" + env,
                "--input.txs=" + txs, "--state.fork=Frontier",
                "--state.reward=5000000000000000000", "--output.basedir=" + folder,
                "--output.result=stdout", "--output.alloc=post.json", "--output.body=stdout"))
                .isZero();

        JsonNode printed = JSON.readTree(out.toString());
        assertThat(printed.get("body").asText()).isEqualTo("0xc0");
        assertThat(printed.get("result").get("gasUsed").asText()).isEqualTo("0x0");
        assertThat(JSON.readTree(Files.readString(folder.resolve("post.json")))
                .get("0x00000000000000000000000000000000000000aa").get("balance").asText())
                .isEqualTo("0x4563918244f40000");
    }

    @Test
    void endsATransitionWithTheDocumentedCodes(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{");

        assertThat(run("evm", "t8n", "--state.fork=Atlantis")).isEqualTo(3);
        assertThat(run("evm", "t8n", "--input.alloc=" + broken)).isEqualTo(10);
        assertThat(run("evm", "t8n", "--input.alloc=" + folder.resolve("none"))).isEqualTo(11);
        assertThat(err.toString()).contains("ERROR(3)", "ERROR(10)", "ERROR(11)");
    }

    private List<JsonNode> lines() {
        return Stream.of(out.toString().split("\n")).map(EvmCommandTest::parse).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
