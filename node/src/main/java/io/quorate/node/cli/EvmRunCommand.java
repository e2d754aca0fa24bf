package io.quorate.node.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.evm.ExecutionResult;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.node.OperatorException;
import io.quorate.node.evmtool.AllocState;
import io.quorate.node.evmtool.CodeRun;
import io.quorate.node.evmtool.Eip3155Writer;
import io.quorate.node.evmtool.RuleSet;
import io.quorate.node.evmtool.ToolException;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.tuweni.bytes.Bytes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate evm run}. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Runs code and prints what it returns.", footer = {
        "", "Example:", "  ./quorate evm run --json --code 602a60005260206000f3"})
final class EvmRunCommand implements Callable<Integer> {
    private static final long BENCH_NANOS = 2_000_000_000L;
    private static final int BENCH_RUNS_MIN = 10;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--code", paramLabel = "HEX|@FILE", defaultValue = "", description = "The code; without it, what the prestate has at the receiver.")
    private String code;

    @Option(names = "--input", paramLabel = "HEX|@FILE", defaultValue = "", description = "The call data.")
    private String input;

    @Option(names = "--gas", paramLabel = "N", defaultValue = "10000000000", description = "The gas (default: ${DEFAULT-VALUE}).")
    private long gas;

    @Option(names = "--fork", paramLabel = "NAME", defaultValue = "Osaka", description = "The rules (default: ${DEFAULT-VALUE}).")
    private String fork;

    @Option(names = "--value", paramLabel = "WEI", defaultValue = "0", description = "What the call sends.")
    private BigInteger value;

    @Option(names = "--price", paramLabel = "WEI", defaultValue = "0", description = "What GASPRICE yields.")
    private BigInteger price;

    @Option(names = "--sender", paramLabel = "ADDRESS", defaultValue = "0x000000000000000000000000000073656e646572", description = "Who calls (default: ${DEFAULT-VALUE}).")
    private String sender;

    @Option(names = "--receiver", paramLabel = "ADDRESS", defaultValue = "0x0000000000000000000000007265636569766572", description = "Where the code is (default: ${DEFAULT-VALUE}).")
    private String receiver;

    @Option(names = "--create", description = "Run the code, with the input behind it, as initcode.")
    private boolean create;

    @Option(names = "--prestate", paramLabel = "FILE", description = "A genesis file, or an alloc alone.")
    private Path prestate;

    @Option(names = "--json", description = "Print every step as a line of JSON (EIP-3155).")
    private boolean json;

    @Option(names = "--nomemory", description = "Leave the memory out of the steps.")
    private boolean noMemory;

    @Option(names = "--nostack", description = "Leave the stack out of the steps.")
    private boolean noStack;

    @Option(names = "--noreturndata", description = "Leave the return data out of the steps.")
    private boolean noReturnData;

    @Option(names = "--bench", description = "Run for two seconds and print how long a run takes.")
    private boolean bench;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            CodeRun run = new CodeRun(new CodeRun.Request(RuleSet.named(fork),
                    hex("--code", code), hex("--input", input), gas(), word("--value", value),
                    word("--price", price), address("--sender", sender),
                    address("--receiver", receiver), create), state());
            Tracer tracer = json ? new Eip3155Writer(out,
                    new Eip3155Writer.Options(!noMemory, !noStack, !noReturnData)) : Tracer.NONE;
            ExecutionResult result = run.run(tracer);
            if (!json) {
                print(result, out);
            }
            if (bench) {
                measure(run, result, spec.commandLine().getErr());
            }
        } catch (ToolException e) {
            throw new OperatorException(e.getMessage() + ".", e);
        } finally {
            out.flush();
        }
        return 0;
    }

    private static void print(ExecutionResult result, PrintWriter out) {
        out.println(result.output().toHexString());
        switch (result) {
            case ExecutionResult.Success success -> {
            }
            case ExecutionResult.Revert revert -> out.println(" error: execution reverted");
            case ExecutionResult.Halt(var reason) -> out.println(" error: " + reason.text());
        }
    }

    /** The first half of the time is for the compiler. */
    private void measure(CodeRun run, ExecutionResult result, PrintWriter err) {
        repeat(run, BENCH_NANOS / 2);
        long start = System.nanoTime();
        long runs = repeat(run, BENCH_NANOS / 2);
        long nanos = System.nanoTime() - start;
        long used = gas - result.gasLeft();
        err.println(String.format(Locale.ROOT,
                "EVM gas used:    %d%nexecution time:  %d ns%nruns:            %d%nMgas/s:          %.1f",
                used, nanos / runs, runs, used * 1e3 * runs / nanos));
        err.flush();
    }

    private static long repeat(CodeRun run, long nanos) {
        long end = System.nanoTime() + nanos;
        long runs = 0;
        while (runs < BENCH_RUNS_MIN || System.nanoTime() < end) {
            run.run(Tracer.NONE);
            runs++;
        }
        return runs;
    }

    private long gas() {
        if (gas < 0) throw new OperatorException("--gas: " + gas + " is below 0.");
        return gas;
    }

    private AllocState state() {
        if (prestate == null) return AllocState.empty();
        try {
            return AllocState.of(new ObjectMapper().readTree(Files.readAllBytes(prestate)));
        } catch (IOException e) {
            throw new OperatorException("--prestate: " + prestate + " cannot be read: "
                    + e.getMessage() + ".", e);
        }
    }

    private static Bytes hex(String option, String text) {
        String digits = text;
        try {
            if (text.startsWith("@")) {
                digits = Files.readString(Path.of(text.substring(1))).strip();
            }
            return Bytes.fromHexString(digits);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(option + ": not hexadecimal: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new OperatorException(option + ": " + text.substring(1) + " cannot be read.", e);
        }
    }

    private static UInt256 word(String option, BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new OperatorException(option + ": " + value + " is not from 0 to 2^256 - 1.");
        }
        return UInt256.of(value);
    }

    private static Address address(String option, String text) {
        try {
            return Address.fromHex(text);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(option + ": '" + text
                    + "' is not an address of 20 bytes in hexadecimal.", e);
        }
    }
}
