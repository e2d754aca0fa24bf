package io.quorate.node.members;

import io.quorate.genesis.Members;
import io.quorate.node.OperatorException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Sets that the contracts keep as bits, by the names of the bits from the lowest on. */
public enum Flags {
    /** Of an account. */
    ROLES(Stream.of(Members.Role.values()).map(Members.Role::key).toList()),
    /** What execution and nodes enforce. */
    RULES(Stream.of(Members.Rule.values()).map(Members.Rule::key).toList()),
    /** What an organisation changes of its nodes without a vote. */
    NODES_ALONE(List.of("endpoint", "tls-key", "consensus-key", "incarnation")),
    /** What an organisation changes of its accounts and contracts without a vote. */
    ACCOUNTS_ALONE(List.of("accounts", "contracts"));

    /** As the empty set. */
    public static final String NONE = "nothing";

    private final List<String> names;

    Flags(List<String> names) {
        this.names = names;
    }

    /** "admin+sender"; bits without a name as a number. */
    public String text(long bits) {
        if (bits == 0) {
            return NONE;
        }
        if (bits >>> names.size() != 0) {
            return "0x" + Long.toHexString(bits);
        }
        return String.join("+", list(bits));
    }

    public List<String> list(long bits) {
        List<String> set = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if ((bits >> i & 1) != 0) set.add(names.get(i));
        }
        return set;
    }

    /**
     * Fails with {@link OperatorException} for an unknown name.
     *
     * @param option that the names were given with
     */
    public int bits(String option, List<String> given) {
        int bits = 0;
        for (String name : given) {
            int place = names.indexOf(name);
            if (place < 0 && !(name.equals(NONE) && given.size() == 1)) {
                throw new OperatorException(option + ": \"" + name + "\" is none of "
                        + String.join(", ", names) + ", or " + NONE + " alone.");
            }
            if (place >= 0) bits |= 1 << place;
        }
        return bits;
    }
}
