package io.quorate.bft.core.lane;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.Preimages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Who writes lanes, and how much may wait in them; the same on all replicas of an epoch.
 *
 * @param authors of lane 0, 1, …, ascending; nobody where proposals carry their items themselves
 * @param batchBytesMax largest body of a batch
 * @param batchesMax batches of a lane above the cut that was executed, at most
 * @param laneBytesMax bodies of these, at most
 * @param blockBytesMax bodies that one slot executes, at most
 * @param batchMillis an author's least time between two batches
 * @param haveMillis least time between two reports of what is held
 */
public record LaneSetting(List<ReplicaId> authors, int batchBytesMax, int batchesMax,
        int laneBytesMax, int blockBytesMax, long batchMillis, long haveMillis) {
    /** Proposals carry their items themselves. */
    public static final LaneSetting NONE = new LaneSetting(List.of(), 0, 0, 0, 0, 0, 0);
    /** Above so many replicas only some write lanes. */
    public static final int LANES_MAX = 64;
    /** Some valid transactions have 128 KiB, and each must fit. */
    public static final int BATCH_BYTES_MAX = 160 * 1024;
    /** Up to this size of committee proposals carry their items, unless it is told otherwise. */
    private static final int INLINE_COMMITTEE_MAX = 7;
    private static final int BATCHES_MAX = 128;
    private static final int STORE_BYTES = 64 << 20;
    private static final long BATCH_MILLIS = 5;
    private static final int LINK_BYTES_MAX = 96;

    public LaneSetting {
        authors = List.copyOf(authors);
        if (!authors.isEmpty() && (batchBytesMax < 1 || batchesMax < 2
                || laneBytesMax < 2 * batchBytesMax || blockBytesMax < batchBytesMax)) {
            throw new IllegalArgumentException("lanes need room for two batches, not "
                    + laneBytesMax + " bytes, and blocks for one, not " + blockBytesMax);
        }
    }

    /** The product's limits; blocks of at most {@code blockBytesMax}. */
    public static LaneSetting of(int committeeSize, long chainId, long epoch, int blockBytesMax) {
        List<ReplicaId> authors = draw(committeeSize, chainId, epoch);
        // Fewer batches of more items where there are many authors: each costs every replica a signature.
        long batchMillis = Math.max(BATCH_MILLIS, authors.size());
        return new LaneSetting(authors, Math.min(BATCH_BYTES_MAX, blockBytesMax), BATCHES_MAX,
                Math.max(1 << 20, STORE_BYTES / authors.size()), blockBytesMax, batchMillis,
                Math.max(BATCH_MILLIS, committeeSize / 5));
    }

    /** Whether proposals of a committee of this size better cite lanes. */
    public static boolean suits(int committeeSize) {
        return committeeSize > INLINE_COMMITTEE_MAX;
    }

    private static List<ReplicaId> draw(int committeeSize, long chainId, long epoch) {
        List<ReplicaId> all = new ArrayList<>(committeeSize);
        for (int i = 0; i < committeeSize; i++) {
            all.add(new ReplicaId(i));
        }
        if (committeeSize > LANES_MAX) {
            Map<ReplicaId, Digest> lots = new TreeMap<>();
            all.forEach(replica -> lots.put(replica,
                    Preimages.laneDraw(chainId, epoch, replica.index())));
            all.sort(Comparator.comparing(lots::get));
            all = new ArrayList<>(all.subList(0, LANES_MAX));
            Collections.sort(all);
        }
        return all;
    }

    public boolean isOn() {
        return !authors.isEmpty();
    }

    public int lanes() {
        return authors.size();
    }

    /** Empty for a replica that writes none. */
    public OptionalInt laneOf(ReplicaId author) {
        int lane = Collections.binarySearch(authors, author);
        return lane < 0 ? OptionalInt.empty() : OptionalInt.of(lane);
    }

    /** What a slot's chains weigh at most: a block's bodies, and links of all that waited. */
    public int chainBytesMax() {
        return !isOn() ? 0 : 8 + blockBytesMax + lanes() * batchesMax * LINK_BYTES_MAX;
    }
}
