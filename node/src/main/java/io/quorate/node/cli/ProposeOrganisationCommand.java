package io.quorate.node.cli;

import io.quorate.execution.MemberRegistry;
import io.quorate.node.OperatorException;
import io.quorate.node.members.SystemCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate members propose organisation}: who votes. */
@Command(name = "organisation", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Admits an organisation, or suspends, reinstates, renames or removes one.")
final class ProposeOrganisationCommand implements Callable<Integer> {
    @Mixin
    private VoteOpening opening;

    @Option(names = "--add", paramLabel = "NAME", description = "With --admin: a new organisation.")
    private String added;

    @Option(names = "--admin", arity = "1", paramLabel = "ACCOUNT", description = "An account that votes for it. May be given more than once.")
    private List<String> admins = List.of();

    @Option(names = "--suspend", arity = "1", paramLabel = "N", description = "Takes the vote and its accounts' rights; its validators go on.")
    private List<Integer> suspended = List.of();

    @Option(names = "--reinstate", arity = "1", paramLabel = "N", description = "Gives them back.")
    private List<Integer> reinstated = List.of();

    @Option(names = "--rename", paramLabel = "N", description = "With --name: gives it another name.")
    private Integer renamed;

    @Option(names = "--name", paramLabel = "NAME", description = "The new name.")
    private String name;

    @Option(names = "--remove", arity = "1", paramLabel = "N", description = "With its nodes, which have not left yet.")
    private List<Integer> removed = List.of();

    @Override
    public Integer call() {
        if ((added == null) != admins.isEmpty()) {
            throw new OperatorException("--add and --admin go together: an organisation begins"
                    + " with 1 to 16 admins.");
        }
        if ((renamed == null) != (name == null)) {
            throw new OperatorException("--rename and --name go together.");
        }
        return opening.open("organisations", (_, chain) -> {
            List<SystemCall> calls = new ArrayList<>();
            if (added != null) {
                calls.add(SystemCall.addOrganisation(added,
                        admins.stream().map(text -> Accounts.parse("--admin", text)).toList()));
            }
            suspended.forEach(one -> calls.add(SystemCall.suspendOrganisation(one)));
            reinstated.forEach(one -> calls.add(SystemCall.reinstateOrganisation(one)));
            if (renamed != null) calls.add(SystemCall.renameOrganisation(renamed, name));
            for (int one : removed) {
                chain.registry().nodes().stream().filter(node -> node.organisation() == one
                        && node.stage() != MemberRegistry.Stage.LEAVING)
                        .forEach(node -> calls.add(SystemCall.removeNode(node.number())));
                calls.add(SystemCall.removeOrganisation(one));
            }
            if (calls.isEmpty()) {
                throw new OperatorException(
                        "Say what is to happen: --add, --suspend, --reinstate, --rename or"
                                + " --remove.");
            }
            return calls;
        });
    }
}
