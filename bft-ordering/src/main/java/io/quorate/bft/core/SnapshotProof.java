package io.quorate.bft.core;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.MessageCodec;

/** What of a snapshot proves itself by an epoch's members: its slot was decided, and its result is certified. */
final class SnapshotProof {
    private SnapshotProof() {}

    static boolean verifies(Snapshot snapshot, long epoch, MessageCodec codec,
            Signatures signatures) {
        if (snapshot.slot().epoch() != epoch) {
            return false; // before its certificates are read by this epoch's committee
        }
        try {
            BlockCert cert = codec.decodeBlockCert(snapshot.blockCert());
            DecisionCert decision = codec.decodeDecision(snapshot.slot().certificate());
            SeqNum seq = new SeqNum(snapshot.seq());
            Digest digest = Repair.valueOf(snapshot.slot()).map(signatures::digestOf)
                    .orElseGet(() -> signatures.noop(seq));
            return cert.seq().equals(seq) && decision.seq().equals(seq)
                    && cert.digest().equals(snapshot.applied().resultDigest())
                    && digest.equals(snapshot.slot().digest()) && decision.digest().equals(digest)
                    && signatures.valid(cert) && signatures.valid(decision);
        } catch (DecodeException _) {
            return false;
        }
    }
}
