package io.quorate.node.cli;

import io.quorate.node.conformance.Suite;
import io.quorate.node.conformance.TestSelection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quorate evm blocktest}. */
@Command(name = "blocktest", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Runs Ethereum's official blockchain tests.", footer = {
        "", "The exit code is 1 if a case fails. Example:",
        "  ./quorate evm blocktest --json fixtures/blockchain_tests"})
final class BlockTestCommand implements Callable<Integer> {
    @Mixin
    private TestRun run;

    @Override
    public Integer call() throws InterruptedException {
        return run.printAll(TestSelection.of(Suite.BLOCKCHAIN));
    }
}
