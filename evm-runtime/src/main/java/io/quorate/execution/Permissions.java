package io.quorate.execution;

import static io.quorate.execution.TransactionRejection.*;

import io.quorate.evm.CallRules;
import io.quorate.evm.primitives.Address;
import io.quorate.execution.PermissionWords.Standing;
import io.quorate.execution.TransactionOutcome.Rejected;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may send, deploy and call in one block: the rules of the Permissions contract as the state at the block's beginning has
 * them (docs/spec/members.md, "What execution enforces"). Safe for any thread.
 */
public final class Permissions {
    /** Of a chain without rules. */
    public static final Permissions NONE = new Permissions(new PermissionWords(), null, 0,
            CallRules.NONE);

    /** Bits of what is enforced. */
    static final int SENDERS = 1;
    static final int DEPLOYERS = 2;
    static final int CONTRACTS = 4;

    private static final int OF_BLOCKS = SENDERS | DEPLOYERS | CONTRACTS;
    private static final int MAY_CALL = 1;

    private final PermissionWords words;
    /** Null where nothing is enforced. */
    private final StateView state;
    private final int enforced;
    private final CallRules guard;

    private Permissions(PermissionWords words, StateView state, int enforced, CallRules guard) {
        this.words = words;
        this.state = state;
        this.enforced = enforced;
        this.guard = guard;
    }

    /** The rules for the block after {@code state}, which does not change. */
    public static Permissions at(StateView state) {
        return of(new PermissionWords(), state);
    }

    /** As {@link #at}, with what is known of it already. */
    static Permissions of(PermissionWords words, StateView state) {
        int enforced = words.enforced(state) & OF_BLOCKS;
        return enforced == 0 ? NONE
                : new Permissions(words, state, enforced, CallRules.NONE);
    }

    /** The same, and {@code more} has a say in what runs: for calls that nobody ordered. */
    public Permissions and(CallRules more) {
        return new Permissions(words, state, enforced, CallRules.both(guard, more));
    }

    /** Whether anything at all is refused. */
    public boolean isEnforced() {
        return enforced != 0;
    }

    /** Whether {@code other} says the same for sure. */
    public boolean isSameAs(Permissions other) {
        return words == other.words && enforced == other.enforced;
    }

    /** Why a transaction of {@code sender} may not start; {@code to} is absent for a creation. */
    public Optional<Rejected> refusal(Address sender, Optional<Address> to) {
        if (enforced == 0) {
            return Optional.empty();
        }
        Standing standing = words.standing(sender, state);
        if (to.isPresent() && isKeeper(standing)
                && PermissionStorage.isSystemContract(to.get())) {
            return Optional.empty();
        }
        return to.isPresent() ? callRefusal(sender, standing, to.get())
                : creationRefusal(sender, standing);
    }

    private Optional<Rejected> creationRefusal(Address sender, Standing standing) {
        if ((enforced & DEPLOYERS) != 0) {
            return require(AccountWord.DEPLOYER, sender, standing, DEPLOYMENT_NOT_PERMITTED,
                    "deploy contracts", "deployer");
        }
        return (enforced & SENDERS) == 0 ? Optional.empty()
                : require(AccountWord.SENDER | AccountWord.DEPLOYER, sender, standing,
                        DEPLOYMENT_NOT_PERMITTED, "deploy contracts", "sender or deployer");
    }

    private Optional<Rejected> callRefusal(Address sender, Standing standing, Address to) {
        Optional<Rejected> asSender = (enforced & SENDERS) == 0 ? Optional.empty()
                : require(AccountWord.SENDER, sender, standing, SENDER_NOT_PERMITTED,
                        "send transactions", "sender");
        if (asSender.isPresent() || mayCall(sender, standing, to)) {
            return asSender;
        }
        return suspended(sender, standing).or(() -> TransactionValidator.reject(
                CALL_NOT_PERMITTED, "call not permitted: contract " + to
                        + " is restricted, and account " + sender
                        + " has no role that may call it and is not listed"));
    }

    private static Optional<Rejected> require(int roles, Address account, Standing standing,
            TransactionRejection reason, String what, String roleNames) {
        if (standing.isGoodWith(roles)) {
            return Optional.empty();
        }
        return suspended(account, standing).or(() -> TransactionValidator.reject(reason,
                (reason == SENDER_NOT_PERMITTED ? "sender" : "deployment")
                        + " not permitted: account " + account + " may not " + what
                        + " on this chain: it does not have the role " + roleNames));
    }

    private static Optional<Rejected> suspended(Address account, Standing standing) {
        if (standing.word().isSuspended()) {
            return TransactionValidator.reject(ACCOUNT_SUSPENDED,
                    "account suspended: " + account + " may not use its roles");
        }
        boolean hasLost = standing.word().organisation() != 0 && !standing.isOrganisationActive();
        return hasLost ? TransactionValidator.reject(ACCOUNT_SUSPENDED, "account suspended: "
                + account + " belongs to organisation " + standing.word().organisation()
                + ", which is not active") : Optional.empty();
    }

    /** Of those who could change the rules: nothing may lock them out. */
    private static boolean isKeeper(Standing standing) {
        return standing.word().hasAny(AccountWord.ADMIN) || standing.word().isNode();
    }

    private boolean mayCall(Address origin, Standing standing, Address to) {
        if ((enforced & CONTRACTS) == 0) {
            return true;
        }
        ContractWord contract = words.contract(to, state);
        return !contract.isRestricted() || standing.isGoodWith(contract.callRoles())
                || (words.listed(to, origin, state) & MAY_CALL) != 0;
    }

    /** What a transaction of {@code origin} may not do once it runs. */
    CallRules guardOf(Address origin) {
        return (enforced & (DEPLOYERS | CONTRACTS)) == 0 ? guard
                : CallRules.both(new OriginGuard(origin), guard);
    }

    private final class OriginGuard implements CallRules {
        private final Address origin;

        private OriginGuard(Address origin) {
            this.origin = origin;
        }

        @Override
        public boolean mayCreate() {
            return (enforced & DEPLOYERS) == 0
                    || words.standing(origin, state).isGoodWith(AccountWord.DEPLOYER);
        }

        /** A proxy's call of its implementation above all: whoever has a rule for that would lock all others out. */
        @Override
        public boolean mayCall(Address caller, Address callee, long selector) {
            return PermissionStorage.isSystemContract(caller)
                    || Permissions.this.mayCall(origin, words.standing(origin, state), callee);
        }
    }

    /**
     * The accounts that may send, in the order of organisations and their lists; empty where every account may. Reads some
     * three slots an account.
     */
    public static Optional<List<Address>> sendersAt(StateView state) {
        Permissions permissions = at(state);
        if ((permissions.enforced & SENDERS) == 0) {
            return Optional.empty();
        }
        PermissionStorage storage = new PermissionStorage(state);
        List<Address> senders = new ArrayList<>();
        for (long organisation : storage.organisations()) {
            if (storage.isActive(organisation)) {
                storage.accountsOf(organisation).stream().filter(account -> {
                    AccountWord word = storage.account(account);
                    return !word.isSuspended() && word.hasAny(AccountWord.SENDER);
                }).forEach(senders::add);
            }
        }
        return Optional.of(senders);
    }
}
