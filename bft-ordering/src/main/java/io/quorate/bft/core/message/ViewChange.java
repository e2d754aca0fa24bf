package io.quorate.bft.core.message;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * {@code sender} will not vote below {@code newView} any more, and what it voted so far. Made once for each view and
 * repeated byte for byte.
 *
 * @param baseCert proves {@code base}; absent only where base is the epoch's start
 * @param reports ascending, within the window above base, none empty
 */
public record ViewChange(ReplicaId sender, View newView, SeqNum base, Optional<BlockCert> baseCert,
        List<SlotReport> reports, Bytes signature) implements Message {
    public ViewChange {
        reports = List.copyOf(reports);
    }
}
