package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.View;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Verified shares for one slot, the newest view's of each member: a later view's replaces an earlier one's, a second
 * one in a view is ignored. Mutable, one thread.
 */
final class Shares {
    private final Share[] bySender;
    /** What was counted last, and its count: a vote is followed by that question, for the same value as before. */
    private View countedView = View.ZERO;
    private Digest countedDigest = Digest.ZERO;
    private int counted;

    private record Share(View view, Digest digest, Bytes bytes) {}

    Shares(int committeeSize) {
        bySender = new Share[committeeSize];
    }

    /** Whether a share of that view would be news; ask before verifying it. */
    boolean wants(ReplicaId from, View view) {
        Share held = bySender[from.index()];
        return held == null || view.isAfter(held.view());
    }

    void put(ReplicaId from, View view, Digest digest, Bytes share) {
        replace(from, new Share(view, digest, share));
    }

    /** It was not genuine: the member may send another. */
    void refuse(ReplicaId from) {
        replace(from, null);
    }

    private void replace(ReplicaId from, Share share) {
        if (matches(bySender[from.index()], countedView, countedDigest)) {
            counted--;
        }
        bySender[from.index()] = share;
        if (matches(share, countedView, countedDigest)) {
            counted++;
        }
    }

    int count(View view, Digest digest) {
        if (!digest.equals(countedDigest) || !view.equals(countedView)) {
            countedView = view;
            countedDigest = digest;
            counted = 0;
            for (Share share : bySender) {
                if (matches(share, view, digest)) {
                    counted++;
                }
            }
        }
        return counted;
    }

    SortedMap<ReplicaId, Bytes> withDigest(View view, Digest digest) {
        TreeMap<ReplicaId, Bytes> shares = new TreeMap<>();
        for (int i = 0; i < bySender.length; i++) {
            if (matches(bySender[i], view, digest)) {
                shares.put(new ReplicaId(i), bySender[i].bytes());
            }
        }
        return shares;
    }

    private static boolean matches(Share share, View view, Digest digest) {
        return share != null && share.view().equals(view) && share.digest().equals(digest);
    }
}
