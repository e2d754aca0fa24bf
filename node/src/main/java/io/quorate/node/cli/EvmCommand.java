package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.conformance.CaseResult;
import io.quorate.node.conformance.StateTestCampaign;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate evm}: the virtual machine alone. */
@Command(name = "evm", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Runs the virtual machine without a chain.", footer = {
        "", "More: ./quorate evm statetest --help"}, subcommands = {
                EvmCommand.StateTest.class, EvmRunCommand.class, TransitionCommand.class})
final class EvmCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "'evm' needs a sub-command: run, statetest or t8n.");
    }

    /** {@code quorate evm statetest}. */
    @Command(name = "statetest", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Runs Ethereum's official state tests: files, folders or tar.gz archives.", footer = {
            "", "The exit code is 1 if a case fails. Example:",
            "  ./quorate evm statetest --fork Osaka fixtures/state_tests"})
    static final class StateTest implements Callable<Integer> {
        private static final int FAILED = 1;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Parameters(paramLabel = "PATH", arity = "1..*", description = "What to run.")
        private List<Path> paths;

        @Option(names = "--fork", paramLabel = "NAME", description = "Only the cases of this fork, such as Osaka (default: all).")
        private String fork;

        @Option(names = "--match", paramLabel = "TEXT", defaultValue = "", description = "Only the files whose path holds TEXT.")
        private String match;

        @Option(names = "--threads", paramLabel = "N", description = "Files run at the same time (default: one a processor).")
        private int threads = Runtime.getRuntime().availableProcessors();

        @Option(names = "--json", description = "Print the counts as one line of JSON.")
        private boolean json;

        private long passed;
        private long failed;

        @Override
        public Integer call() throws InterruptedException {
            if (threads < 1) throw new OperatorException("--threads: " + threads + " is below 1.");
            PrintWriter out = spec.commandLine().getOut();
            try {
                new StateTestCampaign(threads, file -> file.contains(match),
                        name -> fork == null || name.equalsIgnoreCase(fork))
                        .run(paths, result -> count(result, out));
            } catch (IOException e) {
                throw new OperatorException("The tests cannot be read: " + e.getMessage() + ".",
                        e);
            }
            out.println(json ? "{\"passed\":" + passed + ",\"failed\":" + failed + "}"
                    : passed + " passed, " + failed + " failed");
            out.flush();
            return failed == 0 ? 0 : FAILED;
        }

        private void count(CaseResult result, PrintWriter out) {
            if (result.passed()) {
                passed++;
                return;
            }
            failed++;
            out.println("FAILED " + result.fork() + " " + result.name());
        }
    }
}
