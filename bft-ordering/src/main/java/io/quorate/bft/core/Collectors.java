package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Col(v, s): the replicas that gather the votes of a slot, the first of them at once, the others if it does not; the
 * leader comes last. Drawn for each slot, so that the work goes round and no fixed few can hold it up.
 */
final class Collectors {
    private static final int DRAWN_MIN = 2;
    /** A digest has four words to draw with. */
    private static final int DRAWN_MAX = 4;

    private final Context context;

    Collectors(Context context) {
        this.context = context;
    }

    /** In the order in which they act; without repetition. */
    List<ReplicaId> of(View view, SeqNum seq) {
        int n = context.quorums.n();
        int drawn = Math.clamp(context.quorums.c() + 1, DRAWN_MIN, DRAWN_MAX);
        Digest seed = context.signatures.collectorSeed(view, seq);
        long[] words = {seed.word0(), seed.word1(), seed.word2(), seed.word3()};
        TreeSet<Integer> taken = new TreeSet<>();
        List<ReplicaId> chosen = new ArrayList<>(drawn + 1);
        for (int i = 0; i < drawn; i++) {
            int pick = (int) Long.remainderUnsigned(words[i], n - i);
            for (int index : taken) { // ascending: the pick counts only those still free
                if (pick >= index) {
                    pick++;
                }
            }
            taken.add(pick);
            chosen.add(new ReplicaId(pick));
        }
        context.leaders.of(view, seq).ifPresent(leader -> {
            chosen.remove(leader);
            chosen.add(leader);
        });
        return chosen;
    }
}
