package io.quorate.node;

import io.quorate.bft.core.crypto.Signer;
import io.quorate.bft.core.epoch.BlsKeys;
import io.quorate.bft.core.epoch.CommitteeKeys;
import io.quorate.bft.core.epoch.SecpKeys;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.Validator;
import java.util.List;

/** This replica's key of the certificate suite that a genesis file asks for. */
final class Suites {
    private Suites() {}

    /** Fails with {@link OperatorException}, or the genesis module's {@code ConfigException}, without that key. */
    static CommitteeKeys of(Genesis genesis, int replica, Signer key,
            NodeSettings.Keys files) {
        List<Validator> validators = genesis.quorate().validators();
        return switch (genesis.quorate().suite()) {
            case SECP256K1 -> new SecpKeys(List.of(key));
            case BLS12_381 -> {
                BlsKey bls = new OwnKeys(files).bls();
                if (!bls.identity().equals(validators.get(replica).bls().orElseThrow())) {
                    throw new OperatorException("The key in " + files.blsKey()
                            + " is not the BLS key that the genesis file names for "
                            + validators.get(replica).name() + ".");
                }
                yield new BlsKeys(List.of(
                        new BlsKeys.Pair(bls.signer(), key)));
            }
        };
    }
}
