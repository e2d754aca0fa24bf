package io.quorate.execution;

import io.quorate.evm.primitives.UInt256;

/**
 * What the Permissions contract holds of one account (docs/spec/members.md).
 *
 * @param organisation 0 for a stranger
 * @param roles bits of {@link #ADMIN} and so on
 */
public record AccountWord(long organisation, int roles, boolean isSuspended, boolean isNode) {
    public static final int ADMIN = 1;
    public static final int DEPLOYER = 2;
    public static final int SENDER = 4;
    public static final int AUDITOR = 8;
    public static final int READER = 16;

    private static final long ORGANISATION_MASK = 0xffff_ffffL;
    private static final int ROLES_AT = 32;
    private static final int ROLES_MASK = 0xff;
    private static final int SUSPENDED_AT = 40;
    private static final int NODE_AT = 41;

    static AccountWord of(UInt256 word) {
        long low = word.limb(0);
        return new AccountWord(low & ORGANISATION_MASK, (int) (low >>> ROLES_AT) & ROLES_MASK,
                (low >>> SUSPENDED_AT & 1) != 0, (low >>> NODE_AT & 1) != 0);
    }

    /** Whether it has one of {@code roles}, which says nothing of whether it may use it. */
    public boolean hasAny(int roles) {
        return (this.roles & roles) != 0;
    }
}
