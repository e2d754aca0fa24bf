package io.quorate.bft;

import io.quorate.bft.core.lane.Payloads;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * Items that execute together, in their place within a slot.
 *
 * @param author who gathered them; where the proposal itself carried them, its proposer
 * @param laneSeq place in the author's lane; {@link #IN_PROPOSAL} where the proposal carried them
 * @param body opaque to ordering
 */
public record OrderedBatch(int author, long laneSeq, Bytes body) {
    public static final long IN_PROPOSAL = 0;

    /** What a slot whose payload carries its items itself executes; nothing for a no-op or an empty payload. */
    public static List<OrderedBatch> inProposal(DecidedSlot slot) {
        return slot.isNoop() || Payloads.isEmpty(slot.payload()) ? List.of()
                : List.of(new OrderedBatch(slot.proposer(), IN_PROPOSAL,
                        Payloads.items(slot.payload()).orElseThrow()));
    }
}
