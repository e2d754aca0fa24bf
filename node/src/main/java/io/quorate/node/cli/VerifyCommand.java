package io.quorate.node.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code quorate verify}: is it what it says? */
@Command(name = "verify", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, synopsisSubcommandLabel = "COMMAND", commandListHeading = "%nCommands:%n", description = "Checks what others say about a chain.", subcommands = VerifyProofCommand.class)
final class VerifyCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
