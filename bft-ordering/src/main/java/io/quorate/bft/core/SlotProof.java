package io.quorate.bft.core;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.lane.SlotChains;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.Value;
import java.util.Optional;

/**
 * A slot that a peer sent, after its deciding certificate was checked; {@code value} is empty for a no-op. What its
 * payload cites is proved by {@code chains} only once they are followed from its tips.
 */
record SlotProof(DecisionCert cert, Optional<Value> value, SlotChains chains) {
    /** Empty if the slot does not prove itself in this epoch. */
    static Optional<SlotProof> of(DecidedSlot decided, long epoch, MessageCodec codec,
            Signatures signatures) {
        DecisionCert cert;
        SlotChains chains;
        try {
            chains = SlotChains.decode(decided.bodies(), signatures::hashOf);
            cert = codec.decodeDecision(decided.certificate());
        } catch (DecodeException e) {
            return Optional.empty();
        }
        SeqNum seq = new SeqNum(decided.seq());
        Optional<Value> value = Repair.valueOf(decided);
        Digest digest = value.map(signatures::digestOf).orElseGet(() -> signatures.noop(seq));
        boolean proven = decided.epoch() == epoch && digest.equals(decided.digest())
                && cert.digest().equals(digest) && cert.seq().equals(seq)
                && signatures.valid(cert);
        return proven ? Optional.of(new SlotProof(cert, value, chains)) : Optional.empty();
    }
}
