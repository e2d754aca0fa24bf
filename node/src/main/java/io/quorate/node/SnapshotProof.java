package io.quorate.node;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.StoredSlots;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.KnownEpochs;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.genesis.Genesis;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Whether members whom the genesis file leads to vouch for a slot. */
final class SnapshotProof {
    private final KnownEpochs epochs;

    SnapshotProof(KnownEpochs epochs) {
        this.epochs = epochs;
    }

    /** Fails with {@link OperatorException} for the genesis file of a chain that has nobody who could vouch for a slot. */
    static void requireValidators(Genesis genesis) {
        if (genesis.quorate().validators().isEmpty()) {
            throw new OperatorException("The genesis file names no validators, as those of imported"
                    + " chains and of 'dev' do not: nobody can vouch for a snapshot. Stop the"
                    + " process and copy its data folder; 'quorate verify' checks the copy.");
        }
    }

    /**
     * Whether a recovery record vouches for slot {@code seq}: it ended an epoch there, with this result. Such a slot need not
     * have a certificate.
     */
    boolean isRecovered(long seq, Hash recordHash) {
        return epochs.configs().keySet().stream().map(epochs::record).flatMap(Optional::stream)
                .anyMatch(record -> record.last().number() == seq
                        && record.result().equals(digest(recordHash)));
    }

    /** Why nobody vouches for the last slot of {@code ledger}; empty if a quorum does. */
    Optional<String> objection(Ledger ledger, Optional<CertifiedSlot> proof) {
        long seq = ledger.appliedSeq();
        if (seq == 0) {
            return ledger.head().number() == 0 ? Optional.empty()
                    : Optional.of("blocks up to " + ledger.head().number() + " were imported and"
                            + " not ordered, so that no validator vouches for them");
        }
        if (isRecovered(seq, ledger.lastRecordHash())) return Optional.empty();
        return proof.isEmpty() ? Optional.of("slot " + seq + " has no certificate")
                : chain(seq, ledger.lastRecordHash(), proof.get());
    }

    private Optional<String> chain(long seq, Hash recordHash, CertifiedSlot proof) {
        Hash expected = recordHash;
        long at = seq;
        SlotRecord last = null;
        for (Bytes encoded : proof.records()) {
            SlotRecord slotRecord;
            try {
                slotRecord = SlotRecord.decode(encoded);
            } catch (DecodeException e) {
                return Optional.of("the record of slot " + at + " in the proof does not decode: "
                        + e.getMessage());
            }
            boolean follows = last == null ? slotRecord.hash().equals(expected)
                    : slotRecord.previousHash().equals(expected);
            if (!follows || slotRecord.seqNum() != at) {
                return Optional.of("the record of slot " + at + " in the proof is not the one that"
                        + (last == null ? " the database has, " : " follows ") + expected);
            }
            expected = slotRecord.hash();
            last = slotRecord;
            at++;
        }
        if (last == null) return Optional.of("the proof has no record");
        return signed(last, proof.certificate());
    }

    private Optional<String> signed(SlotRecord slotRecord, Bytes certificate) {
        Optional<StoredSlots> judge = epochs.slots(slotRecord.epoch());
        if (judge.isEmpty()) {
            EpochConfig known = epochs.configs().get(epochs.configs().lastKey());
            return Optional.of("slot " + slotRecord.seqNum() + " is of epoch "
                    + slotRecord.epoch() + "; the proofs lead to epoch " + known.number()
                    + epochs.objections().stream().map(o -> ": " + o).findFirst().orElse(""));
        }
        return judge.get().objection(new SeqNum(slotRecord.seqNum()), certificate,
                Optional.of(digest(slotRecord.hash())))
                .map(what -> "the certificate of slot " + slotRecord.seqNum() + " " + what);
    }

    private static Digest digest(Hash hash) {
        return Digest.of(hash.toArray());
    }
}
