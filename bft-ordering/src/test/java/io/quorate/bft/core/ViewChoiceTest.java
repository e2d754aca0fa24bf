package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Corners of the rule that are too rare for random runs. */
class ViewChoiceTest {
    private static final SeqNum SEQ = new SeqNum(7);
    private static final Digest GOOD = new Digest(1, 0, 0, 0);
    private static final Digest OTHER = new Digest(2, 0, 0, 0);
    private static final Bytes FORGED = Bytes.of(0xff);
    private static final Predicate<Certificate> VALID = cert -> !cert.signatures().signature()
            .equals(FORGED);
    private static final int NO_CANDIDATE = 4;

    private static SlotReport prepared(long view, Digest digest, Bytes signature) {
        return new SlotReport(SEQ, Optional.empty(), Optional.of(new PrepCert(new View(view), SEQ,
                digest, new Multisig(Bytes.of(7), signature))), Optional.empty());
    }

    /** A liar shows a certificate that it made up, of a later view, of the same, or even for the same value. */
    @Test
    void aForgedCertificateHidesNoGoodOne() {
        SlotReport good = prepared(3, GOOD, Bytes.of(1));
        for (SlotReport forged : List.of(prepared(9, OTHER, FORGED), prepared(3, OTHER, FORGED),
                prepared(3, GOOD, FORGED))) {
            for (List<SlotReport> reports : List.of(List.of(forged, good), List.of(good, forged))) {
                assertThat(ViewChoice.ofSlot(reports, NO_CANDIDATE, VALID)).contains(GOOD);
            }
        }
    }

    @Test
    void theNewestOfSeveralGoodOnesCounts() {
        List<SlotReport> reports = List.of(prepared(2, OTHER, Bytes.of(1)),
                prepared(5, GOOD, Bytes.of(1)), prepared(4, OTHER, Bytes.of(1)));
        assertThat(ViewChoice.ofSlot(reports, NO_CANDIDATE, VALID)).contains(GOOD);
    }
}
