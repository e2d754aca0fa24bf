package io.quorate.node.recovery;

import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.BlsSigner;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.BlsKeys;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.SecpKeys;
import io.quorate.node.OperatorException;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Checks signatures of an epoch's members without being one. */
public final class Schemes {
    /** Signs nothing: a suite wants some key. */
    private static final Bytes NOBODY = Bytes.repeat((byte) 1, 32);

    private Schemes() {}

    /** Fails with {@link OperatorException} where the configuration's suite or keys are none. */
    public static QuorumScheme verifying(EpochConfig epoch) {
        try {
            return switch (epoch.suite()) {
                case SecpList.SUITE -> new SecpKeys(List.of()).verifying(epoch);
                case BlsMultisig.SUITE -> new BlsKeys(List.of(new BlsKeys.Pair(
                        BlsSigner.ofSeed(NOBODY), new KeySigner(NOBODY)))).verifying(epoch);
                default -> throw new IllegalArgumentException(
                        "there is no certificate suite " + epoch.suite());
            };
        } catch (IllegalArgumentException e) {
            throw new OperatorException("The members of epoch " + epoch.number()
                    + " as the record has them cannot sign: " + e.getMessage() + ".", e);
        }
    }
}
