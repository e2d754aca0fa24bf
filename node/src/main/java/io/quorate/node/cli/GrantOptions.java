package io.quorate.node.cli;

import io.quorate.evm.primitives.Address;
import io.quorate.node.OperatorException;
import io.quorate.node.members.Flags;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an account is given, or loses: roles in its organisation, or a place on a contract's list. */
final class GrantOptions {
    @Parameters(paramLabel = "ACCOUNT", description = "0x and 40 hexadecimal digits.")
    private String account;

    @Option(names = "--roles", split = ",", paramLabel = "ROLE", description = "Of admin, deployer, sender, auditor, reader.")
    private List<String> roles;

    @Option(names = "--contract", paramLabel = "CONTRACT", description = "Instead of --roles: the contract whose list is changed.")
    private String contract;

    @Option(names = "--call", description = "With --contract: calling it.")
    private boolean call;

    @Option(names = "--read", description = "With --contract: reading it.")
    private boolean read;

    /** Fails with {@link OperatorException} where what was given does not go together. */
    void check() {
        if ((roles == null) == (contract == null)) {
            throw new OperatorException("Name either --roles or --contract.");
        }
        if ((contract != null) != (call || read)) {
            throw new OperatorException("--contract goes with --call, --read or both.");
        }
        if (roles != null) roles(); // an unknown one is told before anything is asked
    }

    Address account() {
        return Accounts.parse("ACCOUNT", account);
    }

    boolean hasContract() {
        return contract != null;
    }

    boolean hasRoles() {
        return roles != null;
    }

    Address contract() {
        return Accounts.parse("--contract", contract);
    }

    int roles() {
        return Flags.ROLES.bits("--roles", roles);
    }

    boolean call() {
        return call;
    }

    boolean read() {
        return read;
    }
}
