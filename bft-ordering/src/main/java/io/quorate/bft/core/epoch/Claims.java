package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import java.util.Arrays;

/** How far an epoch's members say that they are. Asked after every input, told now and then. Mutable, one thread. */
final class Claims {
    private final long[] executed;
    private final int weak;
    private long highest;
    private long believed;

    Claims(EpochConfig epoch) {
        this.executed = new long[epoch.members().size()];
        this.weak = epoch.quorums().weak();
    }

    void heard(ReplicaId from, SeqNum seq) {
        if (executed[from.index()] != seq.number()) {
            executed[from.index()] = seq.number();
            long[] sorted = executed.clone();
            Arrays.sort(sorted);
            highest = sorted[sorted.length - 1];
            believed = sorted[sorted.length - weak];
        }
    }

    /** By anybody, who may lie. */
    long highest() {
        return highest;
    }

    /** By f + 1, one of whom is correct. */
    long believed() {
        return believed;
    }
}
