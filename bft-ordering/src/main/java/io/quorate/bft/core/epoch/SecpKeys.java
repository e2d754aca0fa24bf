package io.quorate.bft.core.epoch;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.crypto.Signer;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** secp256k1 keys: one, or the old and the new one around the epoch that replaces it. */
public final class SecpKeys implements CommitteeKeys {
    private final List<Signer> signers;

    public SecpKeys(List<? extends Signer> signers) {
        this.signers = List.copyOf(signers);
    }

    @Override
    public Optional<QuorumScheme> signing(EpochConfig epoch, ReplicaId self) {
        Bytes registered = epoch.member(self).publicKey();
        return signers.stream().filter(signer -> signer.publicKey().equals(registered))
                .findFirst().map(signer -> list(epoch, signer));
    }

    @Override
    public QuorumScheme verifying(EpochConfig epoch) {
        return list(epoch, new NoSigner());
    }

    private static QuorumScheme list(EpochConfig epoch, Signer signer) {
        if (epoch.suite() != SecpList.SUITE) {
            throw new IllegalStateException("epoch " + epoch.number() + " uses the suite "
                    + epoch.suite() + "; the keys here are of suite " + SecpList.SUITE);
        }
        return new SecpList(signer, epoch.members().stream().map(Member::publicKey).toList());
    }

    /** A learner signs nothing. */
    private static final class NoSigner implements Signer {
        @Override
        public Bytes sign(Digest digest) {
            throw new IllegalStateException("a learner was asked to sign " + digest);
        }

        @Override
        public Bytes publicKey() {
            return Bytes.EMPTY;
        }
    }
}
