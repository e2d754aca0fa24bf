package io.quorate.bft.core;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.MessageCodec;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What of a snapshot proves itself by an epoch's members: its slot was decided, and its result is certified, or that of a
 * later slot from which the records of the slots between lead back to it.
 */
final class SnapshotProof {
    private SnapshotProof() {}

    static boolean verifies(Snapshot snapshot, long epoch, MessageCodec codec,
            Signatures signatures, SlotRecords records) {
        if (snapshot.slot().epoch() != epoch || !snapshot.isCertified()) {
            return false; // before its certificates are read by this epoch's committee
        }
        try {
            BlockCert cert = codec.decodeBlockCert(snapshot.blockCert());
            DecisionCert decision = codec.decodeDecision(snapshot.slot().certificate());
            SeqNum seq = new SeqNum(snapshot.seq());
            Digest digest = Repair.valueOf(snapshot.slot()).map(signatures::digestOf)
                    .orElseGet(() -> signatures.noop(seq));
            return cert.seq().number() == snapshot.certifiedSeq() && decision.seq().equals(seq)
                    && resultBefore(cert.digest(), snapshot.later(), records)
                            .filter(snapshot.applied().resultDigest()::equals).isPresent()
                    && digest.equals(snapshot.slot().digest()) && decision.digest().equals(digest)
                    && signatures.valid(cert) && signatures.valid(decision);
        } catch (DecodeException _) {
            return false;
        }
    }

    /** What the last of {@code later} was built on, record by record; empty where one is not what the next one names. */
    private static Optional<Digest> resultBefore(Digest certified, List<Bytes> later,
            SlotRecords records) {
        Optional<Digest> result = Optional.of(certified);
        for (Bytes slotRecord : later.reversed()) {
            result = result.flatMap(named -> records.links(named, slotRecord))
                    .map(SlotLinks::previous);
        }
        return result;
    }
}
