package io.quorate.bft.core;

import io.quorate.bft.DecodeException;
import io.quorate.bft.HandOver;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.MessageCodec;
import java.util.Optional;

/** Reads and checks an epoch's BlockCerts for those who have no seat in it. One thread. */
public final class EpochCertificates {
    private final MessageCodec codec;
    private final Signatures signatures;

    /** {@code verifying} is asked to verify only. */
    public EpochCertificates(ReplicaConfig config, QuorumScheme verifying) {
        this.codec = config.codec();
        this.signatures = new Signatures(config, verifying);
    }

    /** Empty unless these are the bytes of a BlockCert of {@code seq}. */
    public Optional<BlockCert> read(HandOver handOver, SeqNum seq) {
        try {
            return Optional.of(codec.decodeBlockCert(handOver.blockCert()))
                    .filter(cert -> cert.seq().equals(seq));
        } catch (DecodeException _) {
            return Optional.empty();
        }
    }

    /** Whether a quorum of the epoch's members signed it. */
    public boolean isGenuine(BlockCert cert) {
        return signatures.valid(cert);
    }
}
