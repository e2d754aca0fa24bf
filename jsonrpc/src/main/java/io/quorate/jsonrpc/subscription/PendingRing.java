package io.quorate.jsonrpc.subscription;

import io.quorate.evm.primitives.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The hashes last admitted to the pool, numbered from 0. Safe for any thread. */
final class PendingRing {
    private final Hash[] hashes;
    private long next;

    PendingRing(int size) {
        hashes = new Hash[size];
    }

    synchronized void add(Hash hash) {
        hashes[(int) (next % hashes.length)] = hash;
        next++;
    }

    /** The number that the next hash will have. */
    synchronized long next() {
        return next;
    }

    /** All from number {@code from} on; empty where some of them are gone already. */
    synchronized Optional<List<Hash>> since(long from) {
        if (next - from > hashes.length) {
            return Optional.empty();
        }
        List<Hash> since = new ArrayList<>((int) (next - from));
        for (long number = from; number < next; number++) {
            since.add(hashes[(int) (number % hashes.length)]);
        }
        return Optional.of(since);
    }
}
