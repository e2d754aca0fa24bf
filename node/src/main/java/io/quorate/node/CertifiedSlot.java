package io.quorate.node;

import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What proves a slot: its record and those after it, each of which names the one before, up to one whose hash a quorum
 * signed. A slot need not have a certificate of its own.
 *
 * @param records encoded, ascending
 * @param certificate BlockCert of the last one
 */
public record CertifiedSlot(List<Bytes> records, Bytes certificate) {
    /** Beyond that some slot has a certificate, or the network is not well. */
    public static final int RECORDS_MAX = 4096;

    public CertifiedSlot {
        records = List.copyOf(records);
    }

    /** Empty while no slot from {@code seq} on has a certificate. */
    static Optional<CertifiedSlot> find(Ledger ledger, long seq) {
        List<Bytes> records = new ArrayList<>();
        long last = Math.min(ledger.appliedSeq(), seq + RECORDS_MAX - 1);
        for (long at = seq; at <= last; at++) {
            Optional<DecidedSlot> slot = ledger.slot(at);
            if (slot.isEmpty()) return Optional.empty(); // removed meanwhile, since few are kept
            records.add(slot.get().slotRecord().encode());
            Optional<Bytes> certificate = ledger.blockCertificate(at);
            if (certificate.isPresent()) {
                return Optional.of(new CertifiedSlot(records, certificate.get()));
            }
        }
        return Optional.empty();
    }
}
