package io.quorate.bft.net;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whom a transport keeps links to, and by which epochs they must agree.
 *
 * @param peers one that changes its address or key may be named twice; the last address is dialled, each key let in
 * @param epochs all epochs known so far, by number
 */
public record Reach(List<Peer> peers, SortedMap<Long, KnownEpoch> epochs) {
    public Reach {
        peers = List.copyOf(peers);
        epochs = new TreeMap<>(epochs);
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("a transport serves at least one epoch");
        }
    }

    long epoch() {
        return epochs.lastKey();
    }

    KnownEpoch lastKnown() {
        return epochs.get(epoch());
    }
}
