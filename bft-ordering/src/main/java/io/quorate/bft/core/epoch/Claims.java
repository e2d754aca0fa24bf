package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import java.util.Arrays;

/** How far an epoch's members say that they are. Mutable, one thread. */
final class Claims {
    private final long[] executed;
    private final int weak;

    Claims(EpochConfig epoch) {
        this.executed = new long[epoch.members().size()];
        this.weak = epoch.quorums().weak();
    }

    void heard(ReplicaId from, SeqNum seq) {
        executed[from.index()] = seq.number();
    }

    /** By anybody, who may lie. */
    long highest() {
        return Arrays.stream(executed).max().orElse(0);
    }

    /** By f + 1, one of whom is correct. */
    long believed() {
        long[] sorted = executed.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - weak];
    }
}
