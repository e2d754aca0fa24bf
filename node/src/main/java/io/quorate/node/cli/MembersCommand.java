package io.quorate.node.cli;

import io.quorate.node.members.SystemCall;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate members}: who is a member, and how that changes by votes. */
@Command(name = "members", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Shows a network's members and changes them by votes of their organisations.", footer = {
        "", "A node's operator makes its folder with 'prepare' and hands node.json to an",
        "admin, who opens a vote with 'propose add'. Other organisations 'approve';",
        "then any admin carries it out with 'execute'. Without --yes, propose and execute",
        "tell what would come of it and change nothing.", "", "Step by step: docs/governance.md",
        "More on one: ./quorate members propose --help"}, subcommands = {
                MembersListCommand.class, MembersStatusCommand.class,
                MembersPrepareCommand.class, MembersProposeCommand.class,
                MembersRemoveCommand.class, MembersRotateCommand.class})
final class MembersCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "'members' needs a"
                + " sub-command: list, status, show, prepare, propose, remove, rotate, approve,"
                + " withdraw, cancel or execute.");
    }

    @Command(name = "show", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Shows a proposal, also one that is closed.")
    int show(@Mixin ProposalStep step) {
        return step.show();
    }

    @Command(name = "approve", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Votes for a proposal, for the organisation of the account.")
    int approve(@Mixin ProposalStep step) {
        return step.take(SystemCall::approve);
    }

    @Command(name = "withdraw", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Takes the approval of the account's organisation back.")
    int withdraw(@Mixin ProposalStep step) {
        return step.take(SystemCall::withdrawApproval);
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Closes a proposal of the account's own organisation.")
    int cancel(@Mixin ProposalStep step) {
        return step.take(SystemCall::cancel);
    }

    @Command(name = "execute", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Carries out a proposal that enough organisations approved; tells what would come of it without --yes.")
    int execute(@Mixin ProposalStep step,
            @Option(names = "--yes", description = "Do it.") boolean yes) {
        return step.execute(yes);
    }
}
