package io.quorate.node.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code quorate recovery}: goes on after more logs were lost than a network can do without. */
@Command(name = "recovery", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Goes on after so many ordering logs were lost that no quorum is left.", footer = {
        "", "The replicas are stopped, and each operator runs 'status'. One makes a record of",
        "all their answers with 'propose': the epoch ends at the last slot that anybody",
        "executed, and the next one names the new logs. A quorum of the epoch's members",
        "look at it with 'inspect', read its fingerprint to each other, and 'sign' it.",
        "All of them 'apply' it and start their replicas.", "",
        "Step by step: docs/operating.md",
        "More on one: ./quorate recovery propose --help"}, subcommands = {
                RecoveryStatusCommand.class, RecoveryProposeCommand.class,
                RecoveryInspectCommand.class, RecoverySignCommand.class,
                RecoveryMergeCommand.class, RecoveryApplyCommand.class,
                RecoveryListCommand.class})
final class RecoveryCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "'recovery' needs a"
                + " sub-command: status, propose, inspect, sign, merge, apply or list.");
    }
}
