package io.quorate.genesis;

import io.quorate.evm.primitives.Address;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the contracts of the members begin with beside the validators and their organisations (docs/spec/members.md).
 *
 * @param enforced what execution enforces from block 1 on
 * @param numerator more than {@code numerator / denominator} of the organisations decide
 * @param proposalSeconds after which a proposal cannot be executed any more
 */
public record Members(List<Account> accounts, Set<Rule> enforced, int numerator, int denominator,
        long proposalSeconds) {
    static final long PROPOSAL_SECONDS_MIN = 3_600;
    static final long PROPOSAL_SECONDS_MAX = 365 * 86_400;

    /** What an account may do, in the order of its bits. */
    public enum Role {
        ADMIN, DEPLOYER, SENDER, AUDITOR, READER;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Role> ofKey(String key) {
            return Stream.of(values()).filter(role -> role.key().equals(key)).findFirst();
        }
    }

    /** What may be enforced, in the order of its bits. */
    public enum Rule {
        SENDERS, DEPLOYERS, CONTRACTS, READERS;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Rule> ofKey(String key) {
            return Stream.of(values()).filter(rule -> rule.key().equals(key)).findFirst();
        }
    }

    /** An account that belongs to an organisation from the start. */
    public record Account(String organisation, Address address, Set<Role> roles) {
        public Account {
            roles = Set.copyOf(roles);
        }
    }

    public Members {
        accounts = List.copyOf(accounts);
        enforced = Set.copyOf(enforced);
    }

    /** Nothing is enforced, more than two thirds decide within a week. */
    public static Members of(List<Account> accounts) {
        return new Members(accounts, Set.of(), 2, 3, 7 * 86_400);
    }
}
