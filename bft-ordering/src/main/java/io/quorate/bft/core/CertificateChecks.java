package io.quorate.bft.core;

import io.quorate.bft.Digest;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of the certificates checked last, by the hash of all their bytes: a pairing costs a thousand times as much
 * as a hash, and the same certificate comes from many replicas, forged ones too. Mutable, one thread.
 */
final class CertificateChecks {
    static final int KEPT_MAX = 1_024;

    private final TreeMap<Digest, Boolean> results = new TreeMap<>();
    private final ArrayDeque<Digest> order = new ArrayDeque<>(KEPT_MAX + 1);

    Optional<Boolean> find(Digest contentHash) {
        return Optional.ofNullable(results.get(contentHash));
    }

    /** One that is not known yet; the oldest makes room. */
    void put(Digest contentHash, boolean isValid) {
        results.put(contentHash, isValid);
        order.addLast(contentHash);
        if (order.size() > KEPT_MAX) {
            results.remove(order.removeFirst());
        }
    }
}
