package io.quorate.node.cli;

import io.quorate.evm.primitives.Address;
import io.quorate.node.OperatorException;
import io.quorate.node.members.AccountCalls;
import io.quorate.node.members.Flags;
import io.quorate.node.members.SystemCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate members propose account}: what an organisation could not, or may not, do alone. */
@Command(name = "account", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Changes an account of any organisation.", footer = {
        "", "An organisation changes its own accounts without a vote: see 'quorate accounts'."})
final class ProposeAccountCommand implements Callable<Integer> {
    @Mixin
    private VoteOpening opening;

    @Parameters(paramLabel = "ACCOUNT", description = "0x and 40 hexadecimal digits.")
    private String account;

    @Option(names = "--organisation", paramLabel = "N", description = "With --roles: whose account it is.")
    private Integer organisation;

    @Option(names = "--roles", split = ",", paramLabel = "ROLE", description = "All that it is to have, of admin, deployer, sender, auditor, reader; or nothing.")
    private List<String> roles;

    @Option(names = "--suspend", description = "It keeps its roles and may use none.")
    private boolean suspend;

    @Option(names = "--reinstate", description = "It may use them again.")
    private boolean reinstate;

    @Option(names = "--remove", description = "Takes it out of its organisation.")
    private boolean remove;

    @Override
    public Integer call() {
        Address address = Accounts.parse("ACCOUNT", account);
        if ((organisation == null) != (roles == null)) {
            throw new OperatorException("--organisation and --roles go together.");
        }
        List<SystemCall> calls = new ArrayList<>();
        if (roles != null) {
            calls.add(AccountCalls.setRoles(address, organisation,
                    Flags.ROLES.bits("--roles", roles)));
        }
        if (suspend) calls.add(AccountCalls.setSuspended(address, true));
        if (reinstate) calls.add(AccountCalls.setSuspended(address, false));
        if (remove) calls.add(AccountCalls.removeAccount(address));
        if (calls.size() != 1) {
            throw new OperatorException(
                    "Say one thing that is to happen: --roles, --suspend, --reinstate or"
                            + " --remove.");
        }
        return opening.open("account " + address, (_, _) -> calls);
    }
}
