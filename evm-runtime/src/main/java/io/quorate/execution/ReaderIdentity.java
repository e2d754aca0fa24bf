package io.quorate.execution;

import io.quorate.evm.primitives.Address;

/** By what somebody reads who proved who it is. */
public sealed interface ReaderIdentity {
    /** With the roles of this account, and where it is listed. */
    record OfAccount(Address account) implements ReaderIdentity {}

    /**
     * As somebody of this organisation who has no account: with the role reader, and on no list.
     *
     * @param number from 1 on
     */
    record OfOrganisation(long number) implements ReaderIdentity {
        public OfOrganisation {
            if (number < 1 || number > 0xffff_ffffL) {
                throw new IllegalArgumentException("no number of an organisation: " + number);
            }
        }
    }
}
