package io.quorate.execution;

import io.quorate.evm.primitives.UInt256;

/**
 * What the Permissions contract holds of one contract (docs/spec/members.md).
 *
 * @param callRoles any of which lets a good account call it, as bits
 * @param readRoles any of which lets a good account read it, as bits
 */
public record ContractWord(boolean isRestricted, boolean isReadRestricted, int callRoles,
        int readRoles) {
    private static final int CALL_ROLES_AT = 8;
    private static final int READ_ROLES_AT = 16;
    private static final int ROLES_MASK = 0xff;

    static ContractWord of(UInt256 word) {
        long low = word.limb(0);
        return new ContractWord((low & 1) != 0, (low & 2) != 0,
                (int) (low >>> CALL_ROLES_AT) & ROLES_MASK,
                (int) (low >>> READ_ROLES_AT) & ROLES_MASK);
    }
}
