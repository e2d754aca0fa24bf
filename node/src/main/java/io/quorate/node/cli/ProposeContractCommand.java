package io.quorate.node.cli;

import io.quorate.evm.primitives.Address;
import io.quorate.node.OperatorException;
import io.quorate.node.members.AccountCalls;
import io.quorate.node.members.ChainAccounts;
import io.quorate.node.members.SystemCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate members propose contract}: whose a contract is, and who may use it. */
@Command(name = "contract", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Gives a contract to an organisation, or sets who may call and read it.", footer = {
        "", "An organisation sets the rules of its own contracts without a vote: see 'quorate",
        "accounts rule'."})
final class ProposeContractCommand implements Callable<Integer> {
    @Mixin
    private VoteOpening opening;

    @Mixin
    private ContractRuleOptions rule;

    @Parameters(paramLabel = "CONTRACT", description = "0x and 40 hexadecimal digits.")
    private String contract;

    @Option(names = "--owner", paramLabel = "N", description = "The organisation that sets its rules; 0: votes alone.")
    private Integer owner;

    @Override
    public Integer call() {
        Address address = Accounts.parse("CONTRACT", contract);
        return opening.open("contract " + address, (_, chain) -> {
            List<SystemCall> calls = new ArrayList<>();
            if (owner != null) calls.add(AccountCalls.setContractOwner(address, owner));
            rule.call(new ChainAccounts(chain), address).ifPresent(calls::add);
            if (calls.isEmpty()) {
                throw new OperatorException(
                        "Say what is to change: --owner, --callers or --readers.");
            }
            return calls;
        });
    }
}
