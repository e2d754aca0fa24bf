package io.quorate.bft.core;

import io.quorate.bft.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of the certificates checked last, by the hash of all their bytes: a pairing costs a thousand times as much
 * as a hash, and the same certificate comes from many replicas, forged ones too. Mutable, one thread, never iterated.
 */
final class CertificateChecks {
    static final int KEPT_MAX = 1_024;

    private final Map<Digest, Boolean> results = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Boolean> eldest) {
            return size() > KEPT_MAX;
        }
    };

    Optional<Boolean> find(Digest contentHash) {
        return Optional.ofNullable(results.get(contentHash));
    }

    void put(Digest contentHash, boolean isValid) {
        results.put(contentHash, isValid);
    }
}
