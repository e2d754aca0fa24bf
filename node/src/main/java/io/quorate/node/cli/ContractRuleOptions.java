package io.quorate.node.cli;

import io.quorate.evm.primitives.Address;
import io.quorate.node.OperatorException;
import io.quorate.node.members.AccountCalls;
import io.quorate.node.members.ChainAccounts;
import io.quorate.node.members.Flags;
import io.quorate.node.members.SystemCall;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who may call and who may read a contract. */
final class ContractRuleOptions {
    private static final String EVERYBODY = "everybody";
    private static final String LISTED = "listed";

    @Option(names = "--callers", split = ",", paramLabel = "ROLE", description = "Roles that may call it, of admin, deployer, sender, auditor, reader; listed: only accounts on its list; or everybody.")
    private List<String> callers;

    @Option(names = "--readers", split = ",", paramLabel = "ROLE", description = "The same for who may read it.")
    private List<String> readers;

    private record Right(boolean restricted, int roles) {
        static Right of(String option, List<String> names) {
            if (names.equals(List.of(EVERYBODY))) return new Right(false, 0);
            return new Right(true, names.equals(List.of(LISTED)) ? 0
                    : Flags.ROLES.bits(option, names));
        }
    }

    /** Empty where no option was given. What is not named stays as the chain has it. */
    Optional<SystemCall> call(ChainAccounts accounts, Address contract) {
        if (callers == null && readers == null) {
            return Optional.empty();
        }
        ChainAccounts.Rule now = accounts.rule(contract);
        Right call = callers == null ? new Right(now.restricted(), (int) now.callRoles())
                : Right.of("--callers", callers);
        Right read = readers == null ? new Right(now.readRestricted(), (int) now.readRoles())
                : Right.of("--readers", readers);
        return Optional.of(AccountCalls.setContractRule(contract, call.restricted, call.roles,
                read.restricted, read.roles));
    }

    static OperatorException missing() {
        return new OperatorException("Say what is to change: --callers or --readers.");
    }
}
