package io.quorate.bft.core.transfer;

import io.quorate.bft.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Whom the description of one snapshot was asked of: one peer, and after half a second without the right answer two more,
 * then four, so that f who keep still cost no more than a few of these steps. Mutable, one thread.
 */
final class Description {
    static final long STEP_MILLIS = 500;
    /** The last ones asked have so long: a megabyte's time is the bandwidth's. */
    static final long LAST_MILLIS = 2_000;

    private final Offers.Name name;
    private final TreeSet<ReplicaId> asked = new TreeSet<>();
    private int atOnce = 1;
    private long nextMillis;
    private long untilMillis;

    Description(Offers.Name name, long nowMillis) {
        this.name = name;
        this.nextMillis = nowMillis;
        this.untilMillis = nowMillis + LAST_MILLIS;
    }

    Offers.Name name() {
        return name;
    }

    boolean expects(ReplicaId from) {
        return asked.contains(from);
    }

    /** The next one is asked at once. */
    void wasWrong(long nowMillis) {
        nextMillis = nowMillis;
    }

    /** Whom of {@code provers} to ask now. */
    List<ReplicaId> due(TreeSet<ReplicaId> provers, long nowMillis) {
        List<ReplicaId> due = new ArrayList<>();
        if (nowMillis < nextMillis) {
            return due;
        }
        for (ReplicaId peer : provers) {
            if (due.size() < atOnce && asked.add(peer)) {
                due.add(peer);
            }
        }
        if (!due.isEmpty()) {
            untilMillis = nowMillis + LAST_MILLIS;
            atOnce *= 2;
        }
        nextMillis = nowMillis + STEP_MILLIS;
        return due;
    }

    /** Everybody was asked, or answered wrongly, and time is up. */
    boolean isVain(TreeSet<ReplicaId> provers, long nowMillis) {
        return asked.containsAll(provers) && nowMillis >= untilMillis;
    }

    long deadlineMillis(TreeSet<ReplicaId> provers) {
        return asked.containsAll(provers) ? untilMillis : nextMillis;
    }
}
