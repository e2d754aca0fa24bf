package io.quorate.node.cli;

import io.quorate.evm.primitives.Address;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.AccountCalls;
import io.quorate.node.members.AccountsReport;
import io.quorate.node.members.ChainAccounts;
import io.quorate.node.members.ChainMembers;
import java.util.OptionalInt;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate accounts}: whose accounts may do what. */
@Command(name = "accounts", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Shows accounts and who may use contracts, and changes those of the own organisation.", footer = {
        "", "An organisation's admin changes its accounts and contracts alone, where a vote has",
        "not taken that away; for others see 'members propose account' and 'contract'.", "",
        "Examples:", "  ./quorate accounts list",
        "  ./quorate accounts grant 0x… --roles sender,deployer --account admin.key",
        "  ./quorate accounts grant 0x… --contract 0x… --call --account admin.key", "",
        "Step by step: docs/governance.md"}, subcommands = {AccountsGrantCommand.class,
                AccountsRevokeCommand.class})
final class AccountsCommand implements Runnable {
    private static final String ADDRESS = "0x and 40 hexadecimal digits.";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "'accounts' needs a"
                + " sub-command: list, show, grant, revoke, suspend, reinstate, rule or claim.");
    }

    /** Where is read, and in which form it is shown. */
    static final class Reading {
        @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
        private CommandLine.Model.CommandSpec spec;

        @Mixin
        private RpcOptions rpc;

        @Option(names = "--json", description = "As JSON.")
        private boolean json;

        int print(Function<AccountsReport, String> text, Function<AccountsReport, String> asJson) {
            try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
                AccountsReport report = new AccountsReport(
                        new ChainAccounts(new ChainMembers(replica)));
                var out = spec.commandLine().getOut();
                out.print(json ? asJson.apply(report) + "\n" : text.apply(report));
                out.flush();
                return 0;
            }
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Lists what is enforced, accounts with their roles, and contracts with rules.")
    int list(@Mixin Reading reading,
            @Option(names = "--organisation", paramLabel = "N", description = "Of this one alone.") Integer organisation) {
        OptionalInt wanted = organisation == null ? OptionalInt.empty()
                : OptionalInt.of(organisation);
        return reading.print(report -> report.list(wanted), report -> report.listJson(wanted));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Shows all of one account or contract: organisation, roles, rules, lists.")
    int show(@Mixin Reading reading,
            @Parameters(paramLabel = "ADDRESS", description = ADDRESS) String address) {
        Address wanted = Accounts.parse("ADDRESS", address);
        return reading.print(report -> report.show(wanted), report -> report.showJson(wanted));
    }

    @Command(name = "suspend", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "An account keeps its roles and may use none of them.")
    int suspend(@Mixin AccountChange change,
            @Parameters(paramLabel = "ACCOUNT", description = ADDRESS) String account) {
        Address address = Accounts.parse("ACCOUNT", account);
        return change.make(_ -> AccountCalls.setSuspended(address, true));
    }

    @Command(name = "reinstate", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "A suspended account may use its roles again.")
    int reinstate(@Mixin AccountChange change,
            @Parameters(paramLabel = "ACCOUNT", description = ADDRESS) String account) {
        Address address = Accounts.parse("ACCOUNT", account);
        return change.make(_ -> AccountCalls.setSuspended(address, false));
    }

    @Command(name = "rule", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Sets who may call and who may read a contract of the organisation. What is not named stays.")
    int rule(@Mixin AccountChange change, @Mixin ContractRuleOptions rule,
            @Parameters(paramLabel = "CONTRACT", description = ADDRESS) String contract) {
        Address address = Accounts.parse("CONTRACT", contract);
        return change.make(accounts -> rule.call(accounts, address)
                .orElseThrow(ContractRuleOptions::missing));
    }

    @Command(name = "claim", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Whoever deployed a contract takes it for his organisation, whose admins then set its rules.")
    int claim(@Mixin AccountChange change,
            @Option(names = "--nonce", required = true, paramLabel = "N", description = "Of the transaction that deployed it.") long nonce) {
        if (nonce < 0) {
            throw new OperatorException("--nonce: " + nonce + " is below 0.");
        }
        return change.make(_ -> AccountCalls.claimContract(nonce));
    }
}
