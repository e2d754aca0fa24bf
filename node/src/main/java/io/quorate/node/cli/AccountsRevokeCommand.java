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

/** {@code quorate accounts revoke}. */
@Command(name = "revoke", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Takes roles from an account, its place on a contract's list, or removes it from its organisation.")
final class AccountsRevokeCommand implements Callable<Integer> {
    @Mixin
    private GrantOptions taken;

    @Mixin
    private AccountChange change;

    @Option(names = "--all", description = "Instead of --roles and --contract: removes the account from its organisation.")
    private boolean all;

    @Override
    public Integer call() {
        Address account = taken.account();
        if (all && (taken.hasContract() || taken.hasRoles())) {
            throw new OperatorException("--all goes alone.");
        }
        if (!all) taken.check();
        return change.make(accounts -> all ? AccountCalls.removeAccount(account)
                : taken.hasContract() ? unlisted(accounts, account) : roles(accounts, account));
    }

    private SystemCall unlisted(ChainAccounts accounts, Address account) {
        ChainAccounts.Listing now = accounts.listing(taken.contract(), account);
        return AccountCalls.setListed(taken.contract(), account, now.mayCall() && !taken.call(),
                now.mayRead() && !taken.read());
    }

    private SystemCall roles(ChainAccounts accounts, Address account) {
        ChainAccounts.Account now = accounts.account(account);
        if (now.organisation() == 0) {
            throw new OperatorException(account + " belongs to no organisation.");
        }
        return AccountCalls.setRoles(account, now.organisation(),
                (int) now.roles() & ~taken.roles());
    }
}
