package io.quorate.node.cli;

import io.quorate.node.members.SystemCall;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate members remove}: opens a vote to let nodes go. */
@Command(name = "remove", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Opens a vote to let nodes go; tells what would come of it without --yes.", footer = {
        "", "Example:", "  ./quorate members remove --number 3 --account admin.key --yes"})
final class MembersRemoveCommand implements Callable<Integer> {
    @Mixin
    private VoteOpening opening;

    @Option(names = "--number", required = true, arity = "1", paramLabel = "N", description = "As 'members list' shows it. May be given more than once.")
    private List<Integer> numbers;

    @Override
    public Integer call() {
        return opening.open("remove " + numbers,
                (_, _) -> numbers.stream().map(SystemCall::removeNode).toList());
    }
}
