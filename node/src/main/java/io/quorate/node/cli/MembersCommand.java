package io.quorate.node.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code quorate members}: who is a member, and how that changes by votes. */
@Command(name = "members", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Shows a network's members and changes them by votes of their organisations.", footer = {
        "", "A node's operator makes its folder with 'prepare' and hands node.json to an",
        "admin, who opens a vote with 'propose add'. Other organisations 'approve';",
        "then any admin carries it out with 'execute'. Without --yes, propose and execute",
        "tell what would come of it and change nothing.", "", "Step by step: docs/governance.md",
        "More on one: ./quorate members propose --help"}, subcommands = {
                MembersListCommand.class, MembersStatusCommand.class,
                MembersPrepareCommand.class, MembersProposeCommand.class,
                MembersApproveCommand.class, MembersExecuteCommand.class})
final class MembersCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "'members' needs a"
                + " sub-command: list, status, prepare, propose, approve or execute.");
    }
}
