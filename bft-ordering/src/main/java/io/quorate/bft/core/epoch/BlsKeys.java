package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.BlsSigner;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.List;
import java.util.Optional;

/**
 * BLS12-381 keys: one, or the old and the new one around the epoch that replaces it. Whoever decides about members has
 * checked the proof of possession of each key in an {@link EpochConfig}.
 */
public final class BlsKeys implements CommitteeKeys {
    private final List<BlsSigner> signers;

    public BlsKeys(List<BlsSigner> signers) {
        this.signers = List.copyOf(signers);
        if (this.signers.isEmpty()) {
            throw new IllegalArgumentException("no BLS key");
        }
    }

    @Override
    public Optional<QuorumScheme> signing(EpochConfig epoch, ReplicaId self) {
        return signers.stream()
                .filter(signer -> signer.publicKey().equals(epoch.member(self).publicKey()))
                .findFirst().map(signer -> multisig(epoch, signer));
    }

    /** The signer is not used to verify. */
    @Override
    public QuorumScheme verifying(EpochConfig epoch) {
        return multisig(epoch, signers.getFirst());
    }

    private static QuorumScheme multisig(EpochConfig epoch, BlsSigner signer) {
        if (epoch.suite() != BlsMultisig.SUITE) {
            throw new IllegalStateException("epoch " + epoch.number() + " uses the suite "
                    + epoch.suite() + "; the keys here are of suite " + BlsMultisig.SUITE);
        }
        return new BlsMultisig(signer,
                epoch.members().stream().map(Member::publicKey).toList());
    }
}
