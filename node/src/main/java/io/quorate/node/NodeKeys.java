package io.quorate.node;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.BlsKeys;
import io.quorate.bft.core.epoch.CommitteeKeys;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.SecpKeys;
import io.quorate.bft.core.epoch.VerifyingSchemes;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.keys.NodeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one replica, of either suite, since an epoch may have another one than the last; and those that are to take
 * their place. It signs with what an epoch names for it.
 */
final class NodeKeys implements CommitteeKeys {
    private final List<NodeKey> validatorKeys;
    private final List<BlsKey> blsKeys;
    private final SecpKeys secp;
    private final Optional<BlsKeys> bls;

    NodeKeys(List<NodeKey> validatorKeys, List<BlsKey> blsKeys) {
        this.validatorKeys = List.copyOf(validatorKeys);
        this.blsKeys = List.copyOf(blsKeys);
        this.secp = new SecpKeys(validatorKeys);
        List<BlsKeys.Pair> pairs = new ArrayList<>();
        blsKeys.forEach(vote -> validatorKeys
                .forEach(batch -> pairs.add(new BlsKeys.Pair(vote.signer(), batch))));
        this.bls = pairs.isEmpty() ? Optional.empty() : Optional.of(new BlsKeys(pairs));
    }

    /** The BLS key may be missing. Fails with the genesis module's {@code ConfigException} where a key cannot be had. */
    static NodeKeys read(OwnKeys own) {
        return new NodeKeys(own.validators(), own.blsKeys());
    }

    /** The one in use, then the one that is to take its place. */
    List<NodeKey> validatorKeys() {
        return validatorKeys;
    }

    List<BlsKey> blsKeys() {
        return blsKeys;
    }

    @Override
    public Optional<QuorumScheme> signing(EpochConfig epoch, ReplicaId self) {
        return epoch.suite() == BlsMultisig.SUITE
                ? bls.flatMap(keys -> keys.signing(epoch, self))
                : secp.signing(epoch, self);
    }

    @Override
    public QuorumScheme verifying(EpochConfig epoch) {
        return VerifyingSchemes.of(epoch);
    }
}
