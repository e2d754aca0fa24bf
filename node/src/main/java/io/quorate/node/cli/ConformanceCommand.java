package io.quorate.node.cli;

import io.quorate.node.conformance.TestSelection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quorate evm conformance}. */
@Command(name = "conformance", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Runs all of Ethereum's official tests and ends with a table.", footer = {
        "", "The exit code is 1 if a case fails. Example:",
        "  ./quorate evm conformance fixtures"})
final class ConformanceCommand implements Callable<Integer> {
    @Mixin
    private TestRun run;

    @Override
    public Integer call() throws InterruptedException {
        return run.printTable(TestSelection.all());
    }
}
