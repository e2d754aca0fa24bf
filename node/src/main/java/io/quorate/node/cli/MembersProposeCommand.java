package io.quorate.node.cli;

import io.quorate.node.members.NodeFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate members propose}: opens a vote. */
@Command(name = "propose", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Opens a vote; tells what would come of it without --yes.", footer = {
        "", "Examples:",
        "  ./quorate members propose add --node node.json --account admin.key",
        "  ./quorate members propose remove --number 3 --account admin.key --yes",
        "  ./quorate members propose organisation --add Bank --admin 0x… \\",
        "      --account admin.key --yes",
        "  ./quorate members propose parameters --window 128 --enforce senders,deployers",
        "  ./quorate members propose account 0x… --organisation 2 --roles admin"}, subcommands = {
                MembersRemoveCommand.class, MembersRotateCommand.class,
                ProposeAccountCommand.class, ProposeContractCommand.class,
                ProposeOrganisationCommand.class, ProposeParametersCommand.class})
final class MembersProposeCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "'propose' needs a"
                + " sub-command: add, remove, rotate, account, contract, organisation or"
                + " parameters.");
    }

    @Command(name = "add", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Admits a node.")
    int add(@Mixin VoteOpening opening,
            @Option(names = "--node", required = true, arity = "1", paramLabel = "FILE", description = "What its operator handed over: node.json of 'members prepare'. May be given more than once.") List<Path> files) {
        List<NodeFile> nodes = files.stream().map(NodeFile::read).toList();
        return opening.open("add " + String.join(", ",
                nodes.stream().map(NodeFile::name).toList()),
                (_, _) -> nodes.stream().map(NodeFile::toCall).toList());
    }
}
