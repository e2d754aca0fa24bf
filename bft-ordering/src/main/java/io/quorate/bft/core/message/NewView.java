package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * Starts {@code view}; by its leader, relayed by anybody.
 *
 * @param members QV view changes by hash, ascending by sender
 * @param base highest certified base among them
 * @param choices values of slots base+1, base+2, … without gap; replaces a Propose for each
 */
public record NewView(View view, List<Member> members, SeqNum base, List<Digest> choices,
        Bytes signature)
        implements
            Message {
    public NewView {
        members = List.copyOf(members);
        choices = List.copyOf(choices);
    }

    /** One ViewChange that counted. */
    public record Member(ReplicaId sender, Digest viewChangeHash) {}
}
