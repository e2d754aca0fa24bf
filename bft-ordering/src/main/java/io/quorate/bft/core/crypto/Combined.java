package io.quorate.bft.core.crypto;

import io.quorate.bft.ReplicaId;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What came of putting shares together.
 *
 * @param multisig of the genuine shares
 * @param refused members whose shares were not genuine
 */
public record Combined(Multisig multisig, SortedSet<ReplicaId> refused) {
    public Combined {
        refused = new TreeSet<>(refused);
    }

    static Combined all(Multisig multisig) {
        return new Combined(multisig, new TreeSet<>());
    }
}
