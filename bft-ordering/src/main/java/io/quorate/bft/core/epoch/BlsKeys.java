package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.BlsSigner;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.Signer;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * BLS12-381 keys, each with the secp256k1 key that signs batches: one pair, or the old and the new one around the epoch
 * that replaces it. Whoever decides about members has checked the proof of possession of each key in an {@link
 * EpochConfig}.
 */
public final class BlsKeys implements CommitteeKeys {
    private final List<Pair> pairs;

    /** What one member signs with. */
    public record Pair(BlsSigner votes, Signer batches) {
        Bytes publicKey() {
            return BlsMultisig.memberKey(votes.publicKey(), batches.publicKey());
        }
    }

    public BlsKeys(List<Pair> pairs) {
        this.pairs = List.copyOf(pairs);
        if (this.pairs.isEmpty()) {
            throw new IllegalArgumentException("no BLS key");
        }
    }

    @Override
    public Optional<QuorumScheme> signing(EpochConfig epoch, ReplicaId self) {
        return pairs.stream()
                .filter(pair -> pair.publicKey().equals(epoch.member(self).publicKey()))
                .findFirst().map(pair -> multisig(epoch, pair));
    }

    /** The signers are not used to verify. */
    @Override
    public QuorumScheme verifying(EpochConfig epoch) {
        return multisig(epoch, pairs.getFirst());
    }

    private static QuorumScheme multisig(EpochConfig epoch, Pair pair) {
        if (epoch.suite() != BlsMultisig.SUITE) {
            throw new IllegalStateException("epoch " + epoch.number() + " uses the suite "
                    + epoch.suite() + "; the keys here are of suite " + BlsMultisig.SUITE);
        }
        return new BlsMultisig(pair.votes(), pair.batches(),
                epoch.members().stream().map(Member::publicKey).toList());
    }
}
