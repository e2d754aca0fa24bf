package io.quorate.node.cli;

import io.quorate.node.conformance.Suite;
import io.quorate.node.conformance.TestSelection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quorate evm statetest}. */
@Command(name = "statetest", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Runs Ethereum's official state tests.", footer = {
        "", "The exit code is 1 if a case fails. Example:",
        "  ./quorate evm statetest --fork Osaka fixtures/state_tests"})
final class StateTestCommand implements Callable<Integer> {
    @Mixin
    private TestRun run;

    @Override
    public Integer call() throws InterruptedException {
        return run.printAll(TestSelection.of(Suite.STATE));
    }
}
