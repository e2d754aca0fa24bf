package io.quorate.bft.core.epoch;

import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.BlsSigner;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.SecpList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** For those who check what an epoch's members signed and are none of them. */
public final class VerifyingSchemes {
    /** Signs nothing: a suite wants some key. */
    private static final Bytes NOBODY = Bytes.repeat((byte) 1, 32);

    private VerifyingSchemes() {}

    /** Fails with {@link IllegalArgumentException} where the configuration's suite or keys are none. */
    public static QuorumScheme of(EpochConfig epoch) {
        return switch (epoch.suite()) {
            case SecpList.SUITE -> new SecpKeys(List.of()).verifying(epoch);
            case BlsMultisig.SUITE -> new BlsKeys(List.of(new BlsKeys.Pair(
                    BlsSigner.ofSeed(NOBODY), new KeySigner(NOBODY)))).verifying(epoch);
            default -> throw new IllegalArgumentException(
                    "there is no certificate suite " + epoch.suite());
        };
    }
}
