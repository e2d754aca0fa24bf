package io.quorate.bft.core.transfer;

import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The newest snapshots that this replica offered: it is asked for all of them next. Mutable, one thread. */
public final class Offered {
    private static final int KEPT = 4;

    private final TreeMap<Long, Snapshot> bySeq = new TreeMap<>();

    /** Keeps them; empty where there is nothing to offer. */
    public Optional<SnapshotOffer> offer(List<Snapshot> snapshots) {
        for (Snapshot one : snapshots) {
            bySeq.put(one.seq(), one);
            if (bySeq.size() > KEPT) {
                bySeq.pollFirstEntry();
            }
        }
        return snapshots.isEmpty() ? Optional.empty()
                : Optional.of(new SnapshotOffer(snapshots.stream()
                        .limit(SnapshotOffer.COUNT_MAX).map(Offered::named).toList()));
    }

    private static SnapshotOffer.Named named(Snapshot snapshot) {
        Offers.Name name = Offers.Name.of(snapshot);
        return new SnapshotOffer.Named(name.seq(), name.digest(), snapshot.isCertified());
    }

    /** Empty where it was not offered to anybody lately, or nothing certifies it. */
    public Optional<SnapshotDescription> describe(SeqNum seq, long epoch) {
        return Optional.ofNullable(bySeq.get(seq.number())).filter(Snapshot::isCertified)
                .filter(one -> one.slot().epoch() == epoch).map(SnapshotDescription::new);
    }
}
