package io.quorate.node.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code quorate evm}: the virtual machine alone. */
@Command(name = "evm", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Runs the virtual machine without a chain.", footer = {
        "", "More: ./quorate evm conformance --help"}, subcommands = {EvmRunCommand.class,
                TransitionCommand.class, StateTestCommand.class, BlockTestCommand.class,
                ConformanceCommand.class})
final class EvmCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "'evm' needs a sub-command: "
                        + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
