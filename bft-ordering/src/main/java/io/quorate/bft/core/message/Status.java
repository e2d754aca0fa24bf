package io.quorate.bft.core.message;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import org.apache.tuweni.bytes.Bytes;

/**
 * Where its sender stands; whoever can help sends what is missing.
 *
 * @param view active, or awaited when not {@code active}
 * @param base highest slot with a BlockCert
 * @param decided end of the gapless decided prefix
 * @param executed last slot executed durably
 * @param viewChanges bitmap of the replicas whose ViewChange for {@code view} it holds; empty when active
 * @param fastMillis how long it would wait for the votes of the fast path, at most 255
 */
public record Status(View view, boolean active, SeqNum base, SeqNum decided,
        SeqNum executed, Bytes viewChanges, int fastMillis) implements Message {
    /** Whether its sender waits for the view and holds what {@code replica} has to say. */
    public boolean holdsViewChangeOf(ReplicaId replica) {
        int index = replica.index();
        return viewChanges.size() > index >> 3
                && (viewChanges.get(index >> 3) & 1 << (index & 7)) != 0;
    }
}
