package io.quorate.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.node.OperatorException;
import io.quorate.node.evmtool.Eip3155Writer;
import io.quorate.node.evmtool.RuleSet;
import io.quorate.node.evmtool.ToolException;
import io.quorate.node.evmtool.Transition;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate evm t8n}. */
@Command(name = "t8n", aliases = "transition", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Applies transactions to a state, as test fillers ask it of geth's evm t8n.", footer = {
        "", "Example:",
        "  ./quorate evm t8n --input.alloc alloc.json --input.env env.json --input.txs txs.json --output.result stdout"})
final class TransitionCommand implements Callable<Integer> {
    private static final String STDIN = "stdin";
    private static final int JSON_ERROR = 10;
    private static final int IO_ERROR = 11;
    private static final ObjectMapper JSON = new ObjectMapper();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--input.alloc", paramLabel = "FILE|stdin", defaultValue = "alloc.json", description = "The state before (default: ${DEFAULT-VALUE}).")
    private String inputAlloc;

    @Option(names = "--input.env", paramLabel = "FILE|stdin", defaultValue = "env.json", description = "The block's environment (default: ${DEFAULT-VALUE}).")
    private String inputEnv;

    @Option(names = "--input.txs", paramLabel = "FILE|stdin", defaultValue = "txs.json", description = "The transactions, as JSON or, in a file named .rlp, as RLP (default: ${DEFAULT-VALUE}).")
    private String inputTxs;

    @Option(names = "--state.fork", paramLabel = "NAME", defaultValue = "Osaka", description = "The rules (default: ${DEFAULT-VALUE}).")
    private String fork;

    @Option(names = "--state.chainid", paramLabel = "N", defaultValue = "1", description = "The chain id (default: ${DEFAULT-VALUE}).")
    private BigInteger chainId;

    @Option(names = "--state.reward", paramLabel = "WEI", defaultValue = "0", description = "The block reward; -1 pays none and touches nobody (default: ${DEFAULT-VALUE}).")
    private BigInteger reward;

    @Option(names = "--output.basedir", paramLabel = "DIR", defaultValue = ".", description = "Where files go; made where it is not there.")
    private Path baseDir;

    @Option(names = "--output.alloc", paramLabel = "FILE|stdout|stderr", defaultValue = "alloc.json", description = "The state after (default: ${DEFAULT-VALUE}).")
    private String outputAlloc;

    @Option(names = "--output.result", paramLabel = "FILE|stdout|stderr", defaultValue = "result.json", description = "Roots, receipts and the rest (default: ${DEFAULT-VALUE}).")
    private String outputResult;

    @Option(names = "--output.body", paramLabel = "FILE|stdout|stderr", defaultValue = "", description = "The RLP of the transactions in the block.")
    private String outputBody;

    @Option(names = "--trace", description = "Write a file of EIP-3155 lines for every transaction.")
    private boolean trace;

    @Option(names = "--trace.memory", description = "With the memory in every line.")
    private boolean traceMemory;

    @Option(names = "--trace.returndata", description = "With the return data in every line.")
    private boolean traceReturnData;

    @Option(names = "--trace.nostack", description = "Without the stack.")
    private boolean traceNoStack;

    private final List<PrintWriter> traceFiles = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Transition transition = new Transition(new Transition.Rules(RuleSet.named(fork),
                    word("--state.chainid", chainId), reward.signum() < 0 ? Optional.empty()
                            : Optional.of(word("--state.reward", reward))));
            Files.createDirectories(baseDir);
            write(transition.run(input(), this::tracer));
            return 0;
        } catch (ToolException e) {
            return fail(err, e.exitCode(), e.getMessage());
        } catch (JsonProcessingException e) {
            return fail(err, JSON_ERROR, e.getOriginalMessage());
        } catch (UncheckedIOException | IOException e) {
            return fail(err, IO_ERROR, e.getMessage());
        } finally {
            traceFiles.forEach(PrintWriter::close);
        }
    }

    private static int fail(PrintWriter err, int exitCode, String message) {
        err.println("ERROR(" + exitCode + "): " + message);
        err.flush();
        return exitCode;
    }

    private static UInt256 word(String option, BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new OperatorException(option + ": " + value + " is not from 0 to 2^256 - 1.");
        }
        return UInt256.of(value);
    }

    private Transition.Input input() throws IOException {
        boolean usesStdin = List.of(inputAlloc, inputEnv, inputTxs).contains(STDIN);
        JsonNode stdin = usesStdin ? JSON.readTree(standardInput()) : JSON.createObjectNode();
        return new Transition.Input(section(stdin, inputAlloc, "alloc"),
                section(stdin, inputEnv, "env"), transactions(stdin));
    }

    private static InputStream standardInput() {
        return System.in;
    }

    private static JsonNode section(JsonNode stdin, String place, String name)
            throws IOException {
        return place.equals(STDIN) ? stdin.path(name)
                : JSON.readTree(Files.readAllBytes(Path.of(place)));
    }

    /** RLP comes as a JSON string, alone in a file or as {@code txsRlp} on the standard input. */
    private JsonNode transactions(JsonNode stdin) throws IOException {
        boolean isRlp = inputTxs.equals(STDIN) && !stdin.path("txsRlp").asText("").isEmpty();
        return isRlp ? TextNode.valueOf(stdin.get("txsRlp").asText())
                : section(stdin, inputTxs, "txs");
    }

    private Tracer tracer(int index, Hash transactionHash) {
        if (!trace) {
            return Tracer.NONE;
        }
        traceFiles.forEach(PrintWriter::close);
        traceFiles.clear();
        Path file = baseDir.resolve("trace-" + index + "-" + transactionHash + ".jsonl");
        try {
            PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file));
            traceFiles.add(lines);
            return new Eip3155Writer(lines, new Eip3155Writer.Options(traceMemory, !traceNoStack,
                    traceReturnData));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Transition.Output output) throws IOException {
        ObjectNode stdout = JSON.createObjectNode();
        ObjectNode stderr = JSON.createObjectNode();
        dispatch(outputAlloc, "alloc", output.alloc(), stdout, stderr);
        dispatch(outputResult, "result", output.result(), stdout, stderr);
        dispatch(outputBody, "body", TextNode.valueOf(output.body().toHexString()), stdout,
                stderr);
        print(stdout, spec.commandLine().getOut());
        print(stderr, spec.commandLine().getErr());
    }

    private void dispatch(String place, String name, JsonNode value, ObjectNode stdout,
            ObjectNode stderr) throws IOException {
        switch (place) {
            case "stdout" -> stdout.set(name, value);
            case "stderr" -> stderr.set(name, value);
            case "" -> {
            }
            default -> Files.writeString(baseDir.resolve(place), value.toPrettyString());
        }
    }

    private static void print(ObjectNode sections, PrintWriter out) {
        if (!sections.isEmpty()) {
            out.println(sections.toPrettyString());
            out.flush();
        }
    }
}
