package io.quorate.genesis;

import io.quorate.evm.primitives.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code quorate.members}. */
final class MembersReader {
    private static final int ACCOUNTS_MAX = 65_536;
    private static final int FRACTION_MAX = 255;
    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,3})/([0-9]{1,3})");

    private final JsonSection section;

    MembersReader(JsonSection section) {
        this.section = section;
    }

    Members read() {
        List<Members.Account> accounts = new ArrayList<>();
        Set<Address> seen = new HashSet<>();
        for (JsonSection entry : section.strictSections("accounts", ACCOUNTS_MAX)) {
            Members.Account account = account(entry);
            if (!seen.add(account.address())) {
                throw entry.problem("address", "is there already; an account has one organisation");
            }
            accounts.add(account);
        }
        Members without = Members.of(accounts);
        Set<Members.Rule> enforced = flags(section, "enforce", Members.Rule.class,
                Members.Rule::ofKey, Members.Rule::key);
        int[] quorum = section.text("quorum").map(this::quorum)
                .orElse(new int[]{without.numerator(), without.denominator()});
        long seconds = section.number("proposalSeconds", Members.PROPOSAL_SECONDS_MIN,
                Members.PROPOSAL_SECONDS_MAX).orElse(without.proposalSeconds());
        section.refuseUnknownKeys();
        return new Members(accounts, enforced, quorum[0], quorum[1], seconds);
    }

    private int[] quorum(String text) {
        Matcher fraction = FRACTION.matcher(text);
        if (fraction.matches()) {
            int numerator = Integer.parseInt(fraction.group(1));
            int denominator = Integer.parseInt(fraction.group(2));
            if (denominator <= FRACTION_MAX && numerator < denominator
                    && 2 * numerator >= denominator) {
                return new int[]{numerator, denominator};
            }
        }
        throw section.wrong("quorum", "a fraction from \"1/2\" on and below 1, as in \"2/3\"");
    }

    private static Members.Account account(JsonSection entry) {
        String organisation = entry.text("organisation")
                .orElseThrow(() -> entry.missing("organisation", "the name of one"));
        QuorateReader.requireName(entry, "organisation", organisation);
        Address address = entry.bytes("address", Address.SIZE, Address.SIZE).map(Address::of)
                .filter(each -> !each.equals(Address.ZERO))
                .orElseThrow(() -> entry.missing("address", "20 bytes in hexadecimal, not all 0"));
        Set<Members.Role> roles = flags(entry, "roles", Members.Role.class, Members.Role::ofKey,
                Members.Role::key);
        entry.refuseUnknownKeys();
        return new Members.Account(organisation, address, roles);
    }

    private static <E extends Enum<E>> Set<E> flags(JsonSection section, String key,
            Class<E> type, Function<String, Optional<E>> ofKey, Function<E, String> keyOf) {
        E[] all = type.getEnumConstants();
        Set<E> flags = EnumSet.noneOf(type);
        for (String word : section.texts(key, all.length)) {
            flags.add(ofKey.apply(word).orElseThrow(() -> section.problem(key, "has "
                    + Quote.shortened(word) + "; expected any of " + Arrays.stream(all)
                            .map(keyOf).collect(Collectors.joining(", ")))));
        }
        return flags;
    }
}
