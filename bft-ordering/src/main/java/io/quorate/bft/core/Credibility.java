package io.quorate.bft.core;

import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.ViewChange;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/**
 * Bounds what forged certificates cost a choice: a member of which one does not verify is a liar, and its others count
 * for nothing without a look. So at most f fail, whatever they send. This hides no good certificate that a choice
 * needs: each decided value's is reported by a correct member too, and a correct member reports none that fail. Which
 * members are found out depends only on the members and the order in which the rule asks, so all replicas choose alike.
 * Mutable, for one choice.
 */
final class Credibility implements Predicate<Certificate> {
    private final Predicate<Certificate> valid;
    /** By all bytes of the certificate. */
    private final TreeMap<Bytes, BitSet> reportedBy = new TreeMap<>();
    private final BitSet liars = new BitSet();

    Credibility(List<ViewChange> members, Predicate<Certificate> valid) {
        this.valid = valid;
        for (int i = 0; i < members.size(); i++) {
            ViewChange member = members.get(i);
            int index = i;
            member.baseCert().ifPresent(cert -> reported(cert, index));
            for (SlotReport report : member.reports()) {
                report.prepared().ifPresent(cert -> reported(cert, index));
                report.decided().ifPresent(cert -> reported(cert, index));
            }
        }
    }

    private void reported(Certificate cert, int member) {
        reportedBy.computeIfAbsent(MessageCodec.content(cert), _ -> new BitSet()).set(member);
    }

    @Override
    public boolean test(Certificate cert) {
        BitSet reporters = (BitSet) reportedBy.get(MessageCodec.content(cert)).clone();
        reporters.andNot(liars);
        if (reporters.isEmpty()) {
            return false;
        }
        boolean isValid = valid.test(cert);
        if (!isValid) {
            liars.or(reporters);
        }
        return isValid;
    }
}
