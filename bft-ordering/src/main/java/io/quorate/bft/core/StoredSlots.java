package io.quorate.bft.core;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.FrozenLanes;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.MessageCodec;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Judges slots and certificates of one epoch as they lie in a store, for those who have no seat in it. One thread. */
public final class StoredSlots {
    private final ReplicaConfig config;
    private final MessageCodec codec;
    private final Signatures signatures;

    /** {@code verifying} is asked to verify only. */
    public StoredSlots(ReplicaConfig config, QuorumScheme verifying) {
        this.config = config;
        this.codec = config.codec();
        this.signatures = new Signatures(config, verifying);
    }

    /**
     * Why the slot is not what the epoch's members decided; empty if it is.
     *
     * @param applied what is stored with it
     * @param orderingHash what the certified record has of {@code applied}'s ordering state
     */
    public Optional<String> objection(DecidedSlot slot, Applied applied, Digest orderingHash) {
        Digest hash = signatures.hashOf(applied.orderingState());
        if (!hash.equals(orderingHash)) {
            return Optional.of("has an ordering state with hash " + hash + "; its record has "
                    + orderingHash);
        }
        if (SlotProof.of(slot, config.epoch(), codec, signatures).isEmpty()) {
            return Optional.of("has a value or a deciding certificate that the members of epoch "
                    + config.epoch() + " did not sign");
        }
        try {
            OrderingState.restore(config, applied, List.of(slot),
                    new FrozenLanes(config.lanes(), LaneRules.PRODUCT, config.window()),
                    LaneRules.PRODUCT, signatures::hashOf);
            return Optional.empty();
        } catch (IllegalStateException | IllegalArgumentException | BufferUnderflowException e) {
            return Optional.of("does not follow from its ordering state: " + e.getMessage());
        }
    }

    /**
     * Why {@code blockCert} does not certify slot {@code seq}; empty if it does.
     *
     * @param result of the slot, where it is known
     */
    public Optional<String> objection(SeqNum seq, Bytes blockCert, Optional<Digest> result) {
        BlockCert cert;
        try {
            cert = codec.decodeBlockCert(blockCert);
        } catch (DecodeException e) {
            return Optional.of("does not decode: " + e.getMessage());
        }
        if (!cert.seq().equals(seq)) {
            return Optional.of("is of slot " + cert.seq().number());
        }
        if (result.filter(digest -> !digest.equals(cert.digest())).isPresent()) {
            return Optional.of("is over the result " + cert.digest() + "; the slot has "
                    + result.get());
        }
        return signatures.valid(cert) ? Optional.empty()
                : Optional.of("is not signed by a quorum of the " + config.quorums().n()
                        + " members of epoch " + config.epoch());
    }
}
