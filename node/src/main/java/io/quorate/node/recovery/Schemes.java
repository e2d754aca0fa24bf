package io.quorate.node.recovery;

import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.VerifyingSchemes;
import io.quorate.node.OperatorException;

/** Checks signatures of an epoch's members without being one. */
public final class Schemes {
    private Schemes() {}

    /** Fails with {@link OperatorException} where the configuration's suite or keys are none. */
    public static QuorumScheme verifying(EpochConfig epoch) {
        try {
            return VerifyingSchemes.of(epoch);
        } catch (IllegalArgumentException e) {
            throw new OperatorException("The members of epoch " + epoch.number()
                    + " as the record has them cannot sign: " + e.getMessage() + ".", e);
        }
    }
}
