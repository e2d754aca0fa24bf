package io.quorate.node.cli;

import io.quorate.evm.primitives.Address;
import io.quorate.node.OperatorException;
import io.quorate.node.members.AccountCalls;
import io.quorate.node.members.ChainAccounts;
import io.quorate.node.members.SystemCall;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate accounts grant}. */
@Command(name = "grant", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Gives an account roles beside those that it has, or a place on a contract's list.")
final class AccountsGrantCommand implements Callable<Integer> {
    @Mixin
    private GrantOptions grant;

    @Mixin
    private AccountChange change;

    @Option(names = "--organisation", paramLabel = "N", description = "Of an account that has none yet: the organisation.")
    private Integer organisation;

    @Override
    public Integer call() {
        grant.check();
        Address account = grant.account();
        return change.make(accounts -> grant.hasContract() ? listed(accounts, account)
                : roles(accounts, account));
    }

    private SystemCall listed(ChainAccounts accounts, Address account) {
        ChainAccounts.Listing now = accounts.listing(grant.contract(), account);
        return AccountCalls.setListed(grant.contract(), account, now.mayCall() || grant.call(),
                now.mayRead() || grant.read());
    }

    private SystemCall roles(ChainAccounts accounts, Address account) {
        ChainAccounts.Account now = accounts.account(account);
        if (organisation == null && now.organisation() == 0) {
            throw new OperatorException(account
                    + " belongs to no organisation yet: name it with --organisation.");
        }
        int owner = organisation == null ? now.organisation() : organisation;
        long kept = now.organisation() == owner ? now.roles() : 0;
        return AccountCalls.setRoles(account, owner, (int) kept | grant.roles());
    }
}
