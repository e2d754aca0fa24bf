package io.quorate.node;

import io.quorate.bft.Applied;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.StoredSlots;
import io.quorate.bft.core.epoch.KnownEpochs;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Judges what ordering put into the slots of a ledger: values and deciding certificates, the state of the ordering layer,
 * and the BlockCerts, by the members of each slot's epoch. For one thread.
 */
final class OrderingCheck {
    private final Ledger ledger;
    private final KnownEpochs epochs;
    private final Findings findings;
    private long certificates;

    OrderingCheck(Ledger ledger, KnownEpochs epochs, Findings findings) {
        this.ledger = ledger;
        this.epochs = epochs;
        this.findings = findings;
    }

    void run() {
        epochs.objections().forEach(
                objection -> findings.damage("[decisions] " + objection));
        long last = Math.max(ledger.appliedSeq(), ledger.lastCertified().orElse(0L));
        findings.begins("signatures", last);
        for (long seq = 1; seq <= last; seq++) {
            findings.looked(1);
            check(seq);
        }
    }

    private void check(long seq) {
        Optional<DecidedSlot> slot;
        try {
            slot = ledger.slot(seq);
        } catch (StorageException _) { // a slot that does not decode was told by the ledger's own check
            return;
        }
        long epoch = slot.map(stored -> stored.slotRecord().epoch())
                .orElseGet(() -> epochs.epochOf(seq).number());
        Optional<Bytes> certificate = ledger.blockCertificate(seq);
        if (slot.isEmpty() && certificate.isEmpty()) {
            return;
        }
        Optional<StoredSlots> judge = epochs.slots(epoch);
        if (judge.isEmpty()) {
            damage("slot " + seq, "is of epoch " + epoch + "; known are epochs up to "
                    + epochs.configs().lastKey());
            return;
        }
        slot.flatMap(stored -> objection(seq, stored, judge.get()))
                .ifPresent(what -> damage("slot " + seq, what));
        Optional<Digest> result = slot.map(stored -> digest(stored.slotRecord()));
        certificate.ifPresent(cert -> {
            certificates++;
            judge.get().objection(new SeqNum(seq), cert, result)
                    .ifPresent(what -> damage("the certificate of slot " + seq, what));
        });
        epochs.record(epoch).filter(record -> record.last().number() == seq)
                .filter(record -> result.isPresent() && !record.result().equals(result.get()))
                .ifPresent(record -> damage("slot " + seq, "has the result " + result.get()
                        + "; the recovery record that ends epoch " + epoch + " there has "
                        + record.result()));
    }

    private void damage(String where, String what) {
        findings.damage(Space.DECISIONS, where, what);
    }

    private static Digest digest(SlotRecord slotRecord) {
        return Digest.of(slotRecord.hash().toArray());
    }

    private static Optional<String> objection(long seq, DecidedSlot stored, StoredSlots judge) {
        io.quorate.bft.DecidedSlot decided;
        try {
            decided = MessageCodec.decodeSlot(stored.value());
        } catch (DecodeException e) {
            return Optional.of("has a value that does not decode: " + e.getMessage());
        }
        SlotRecord slotRecord = stored.slotRecord();
        Digest valueDigest = Digest.of(slotRecord.valueDigest().toArray());
        if (decided.seq() != seq || decided.epoch() != slotRecord.epoch()
                || !decided.digest().equals(valueDigest)) {
            return Optional.of("has a value " + decided.digest() + " of slot " + decided.seq()
                    + " in epoch " + decided.epoch() + "; its record has " + valueDigest);
        }
        if (!decided.certificate().equals(stored.certificate())) {
            return Optional.of("has another deciding certificate than its value");
        }
        return judge.objection(decided, new Applied(seq, digest(slotRecord),
                stored.orderingState(), stored.timestampMillis()),
                Digest.of(slotRecord.orderingHash().toArray()));
    }

    long certificateCount() {
        return certificates;
    }
}
