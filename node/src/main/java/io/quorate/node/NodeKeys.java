package io.quorate.node;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.BlsKeys;
import io.quorate.bft.core.epoch.CommitteeKeys;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.SecpKeys;
import io.quorate.bft.core.epoch.VerifyingSchemes;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.ValidatorKey;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of one replica, of either suite, since an epoch may have another one than the last; and those that are to take
 * their place. It signs with what an epoch names for it.
 */
final class NodeKeys implements CommitteeKeys {
    private final List<ValidatorKey> validatorKeys;
    private final List<BlsKey> blsKeys;
    private final SecpKeys secp;
    private final Optional<BlsKeys> bls;

    NodeKeys(List<ValidatorKey> validatorKeys, List<BlsKey> blsKeys) {
        this.validatorKeys = List.copyOf(validatorKeys);
        this.blsKeys = List.copyOf(blsKeys);
        List<KeySigner> signers = validatorKeys.stream()
                .map(key -> new KeySigner(key.privateKey())).toList();
        this.secp = new SecpKeys(signers);
        List<BlsKeys.Pair> pairs = new ArrayList<>();
        blsKeys.forEach(vote -> signers
                .forEach(batch -> pairs.add(new BlsKeys.Pair(vote.signer(), batch))));
        this.bls = pairs.isEmpty() ? Optional.empty() : Optional.of(new BlsKeys(pairs));
    }

    /** The BLS key may be missing. Fails with the genesis module's {@code ConfigException} where a file is no key. */
    static NodeKeys read(NodeSettings.Keys files) {
        return new NodeKeys(
                Stream.concat(Stream.of(files.validatorKey()), files.nextValidatorKey().stream())
                        .map(ValidatorKey::read).toList(),
                Stream.concat(Stream.of(files.blsKey()).filter(Files::exists),
                        files.nextBlsKey().stream()).map(BlsKey::read).toList());
    }

    /** The one in use, then the one that is to take its place. */
    List<ValidatorKey> validatorKeys() {
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
